import { useState } from 'preact/hooks';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { CompareDialog } from './CompareDialog.tsx';
import type { Documents } from './documents.ts';

interface Props {
  readonly documents: Documents;
  /** The lesson's files as they are now. */
  readonly starter: ProjectFiles;
  readonly initialFile: string;
  readonly onUse: (file: string, text: string) => void;
  readonly onClose: () => void;
}

type View = 'mine' | 'before';

/** The files that the lesson has changed since the reader edited them. */
export default function OutdatedDialog({ documents, starter, initialFile, onUse, onClose }: Props) {
  const [view, setView] = useState<View>('before');
  // What the dialog is about stays in it while the reader decides file by file.
  const [outdated] = useState(() => documents.outdated.value);
  const mine = Object.fromEntries(Object.keys(outdated).map((file) => [file, documents.texts.value[file] ?? '']));
  const sides = {
    before: { label: 'The lesson’s file when you edited it', files: outdated },
    mine: { label: 'Yours', files: mine },
  };
  return (
    <CompareDialog
      title="The lesson’s files have changed"
      left={sides[view]}
      right={{ label: 'The lesson’s file now', files: starter }}
      initialFile={initialFile}
      same="Your file is the lesson’s."
      actions={(file) => (
        <div class="solution-actions">
          <label>
            Compare with{' '}
            <select
              value={view}
              onChange={({ currentTarget }) => setView(currentTarget.value === 'mine' ? 'mine' : 'before')}
            >
              <option value="before">what it was</option>
              <option value="mine">mine</option>
            </select>
          </label>
          <button
            type="button"
            class="button"
            disabled={mine[file] === starter[file]}
            onClick={() => onUse(file, starter[file] ?? '')}
          >
            Take the new file
          </button>
          <button
            type="button"
            class="button"
            disabled={!Object.hasOwn(documents.outdated.value, file)}
            onClick={() => documents.keepEdited(file)}
          >
            Keep mine
          </button>
        </div>
      )}
      onClose={onClose}
    />
  );
}
