import type { ProjectFiles } from '../../playground/session/types.ts';
import { BootNotice } from './BootNotice.tsx';
import { CodeSizeButtons, EditorKeys } from './CodeFoot.tsx';
import { CodePane } from './CodePane.tsx';
import type { CodeLink } from './code-link.ts';
import { codeMenu } from './code-menu.ts';
import { FileTabs } from './FileTabs.tsx';
import { CopyNote, LinkNotice, OutdatedNotice } from './LinkNotice.tsx';
import { type MenuItem, MoreMenu } from './MoreMenu.tsx';
import { ConflictNotice, StorageNotice } from './Notices.tsx';
import { Problems } from './Problems.tsx';
import { RunButtons } from './RunButtons.tsx';
import { RunState } from './RunState.tsx';
import { saveDownload } from './save-download.ts';
import type { DialogName, WorkbenchState } from './workbench-state.ts';

function menuItems(state: WorkbenchState): readonly MenuItem[] {
  const plain = state.editor.value === 'plain';
  const { file, dialog, undo } = state;
  const show = (name: DialogName) => () => {
    dialog.value = name;
  };
  const offer = undo.value;
  return [
    ...(state.lesson.kind === 'lesson' ? [{ label: 'Compare with a solution', onSelect: show('solution') }] : []),
    { label: 'Share a link', onSelect: show('share') },
    { label: 'Download for Node', note: 'zip', onSelect: () => void saveDownload(state) },
    ...(Object.hasOwn(state.starter, file.value)
      ? [{ label: `Reset ${file.value}`, note: 'can be undone', onSelect: () => state.reset(file.value) }]
      : []),
    { label: 'Reset all files', note: 'can be undone', onSelect: () => state.reset() },
    ...(offer ? [{ label: 'Undo the last reset', onSelect: offer.undo }] : []),
    ...codeMenu(state),
    { label: 'All your work', note: 'export, import', onSelect: () => location.assign('/your-work/') },
    {
      label: plain ? 'Use the full editor' : 'Use a plain text field',
      onSelect: () => state.chooseEditor(plain ? 'rich' : 'plain'),
    },
  ];
}

function Saved({ state }: { readonly state: WorkbenchState }) {
  const words = {
    loading: '',
    saved: 'Edits are kept in this browser',
    saving: 'Saving…',
    blocked: 'Edits are not kept',
    full: 'Edits are not kept',
  };
  return <span>{words[state.documents.storage.value]}</span>;
}

interface Props {
  readonly state: WorkbenchState;
  readonly link: CodeLink;
  readonly onLeave: (adopt: ProjectFiles | null) => void;
}

/** The upper half: files, the code, and what runs it. */
export function CodeSection({ state, link, onLeave }: Props) {
  const { bench, documents, lesson } = state;
  const active = state.file.value;
  return (
    <div class="bench-code">
      <div class="bar code-bar">
        <FileTabs state={state} />
        <span class="spacer" />
        <Problems coding={state.coding} onGoTo={state.goTo} />
        <RunState bench={bench} />
        <div class="run-buttons">
          <RunButtons state={state} keys />
        </div>
        <MoreMenu items={menuItems(state)} />
      </div>
      <LinkNotice state={state} link={link} onLeave={onLeave} />
      <BootNotice bench={bench} />
      <StorageNotice documents={documents} />
      <ConflictNotice documents={documents} />
      <OutdatedNotice
        documents={documents}
        onCompare={() => {
          state.dialog.value = 'outdated';
        }}
      />
      <div class="code-panel" role="tabpanel" id={`file-panel-${active}`} aria-labelledby={`file-tab-${active}`}>
        <CodePane
          coding={state.coding}
          files={lesson.files}
          active={active}
          kind={state.editor.value}
          jump={state.jump}
          onGoTo={state.goTo}
        />
      </div>
      <div class="code-foot">
        <Saved state={state} />
        <CopyNote state={state} onLeave={onLeave} />
        {state.editor.value === 'rich' && <EditorKeys />}
        <CodeSizeButtons />
      </div>
    </div>
  );
}
