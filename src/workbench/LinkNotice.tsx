import type { ProjectFiles } from '../../playground/session/types.ts';
import type { CodeLink } from './code-link.ts';
import type { Documents } from './documents.ts';
import type { WorkbenchState } from './workbench-state.ts';

interface Props {
  readonly state: WorkbenchState;
  readonly link: CodeLink;
  /** Back to the reader's own code, replaced by `adopt` if that is given. */
  readonly onLeave: (adopt: ProjectFiles | null) => void;
}

function isEdited({ documents, starter }: WorkbenchState): boolean {
  return Object.entries(documents.texts.value).some(([name, text]) => starter[name] !== text);
}

/** Says that the code came with a link, until it is edited, or why there was none in it. */
export function LinkNotice({ state, link, onLeave }: Props) {
  if (link.status === 'broken') {
    return (
      <div class="notice" role="alert">
        <p>
          <strong>No code from this link.</strong> {link.reason} Your own work is as it was.
        </p>
        <button type="button" class="button" onClick={() => onLeave(null)}>
          Dismiss
        </button>
      </div>
    );
  }
  if (state.copy === null || isEdited(state)) return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>Code from a link.</strong> Somebody else may have written it: read it before you run it. It is a copy;
        your own code is kept.
      </p>
      <button type="button" class="button" onClick={() => onLeave(null)}>
        Back to my code
      </button>
      <button type="button" class="button" onClick={() => onLeave(state.documents.texts.value)}>
        Make it mine
      </button>
    </div>
  );
}

/** The same in few words, once the code was edited. */
export function CopyNote({ state, onLeave }: Pick<Props, 'state' | 'onLeave'>) {
  if (state.copy === null || !isEdited(state)) return null;
  return (
    <span class="copy-note">
      A copy from a link ·{' '}
      <button type="button" class="link-button" onClick={() => onLeave(null)}>
        Back to my code
      </button>{' '}
      ·{' '}
      <button type="button" class="link-button" onClick={() => onLeave(state.documents.texts.value)}>
        Make it mine
      </button>
    </span>
  );
}

interface OutdatedProps {
  readonly documents: Documents;
  /** Opens a comparison; null where there is no place for one. */
  readonly onCompare: (() => void) | null;
}

/** Says that the lesson's files are no longer the ones that the reader edited. */
export function OutdatedNotice({ documents, onCompare }: OutdatedProps) {
  const files = Object.keys(documents.outdated.value);
  if (files.length === 0) return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>The lesson has changed</strong> since you edited {files.join(' and ')}. Your text is as you left it.
      </p>
      {onCompare && (
        <button type="button" class="button" onClick={onCompare}>
          See what changed
        </button>
      )}
      <button
        type="button"
        class="button"
        onClick={() => {
          for (const file of files) documents.keepEdited(file);
        }}
      >
        Keep mine
      </button>
    </div>
  );
}
