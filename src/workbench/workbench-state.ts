import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { announce } from './announce.ts';
import { type Action, type Bench, createBench } from './bench.ts';
import type { EditorKind } from './CodePane.tsx';
import type { Copy } from './code-link.ts';
import { restoreCodeSize } from './code-size.ts';
import { type Coding, createCoding } from './coding.ts';
import { tellTabs } from './course-channel.ts';
import { markSolved } from './course-store.ts';
import { createDocuments, type Documents } from './documents.ts';
import type { UndoOffer } from './Notices.tsx';
import { canBeAdded } from './new-file.ts';
import type { Position } from './positions.ts';
import { readPreference, writePreference } from './preferences.ts';
import { describeScreen, onReload, restoredScreen } from './screen.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { type LessonFiles, textsOf } from './source-file.ts';
import { hasView, isPane, isView, type Pane, type View } from './views.ts';

/** What can lie over the workbench. */
export type DialogName = 'solution' | 'outdated' | 'share';

/** Everything that one lesson's workbench shows and does. */
export interface WorkbenchState {
  readonly lesson: LessonFiles;
  /** The files as the reader got them: the lesson's, or a link's. */
  readonly starter: ProjectFiles;
  /** The code from a link that this is about; null for the reader's own. */
  readonly copy: Copy | null;
  readonly bench: Bench;
  readonly documents: Documents;
  readonly coding: Coding;
  /** Changes only when a file comes or goes. */
  readonly fileNames: ReadonlySignal<readonly string[]>;
  readonly file: Signal<string>;
  /** The file that is getting a name; its own is null for a new one. */
  readonly naming: Signal<{ readonly file: string | null } | null>;
  readonly pane: Signal<Pane>;
  readonly view: Signal<View>;
  /** Whether the preview has a place of its own beside the panes. */
  readonly wide: Signal<boolean>;
  readonly editor: Signal<EditorKind>;
  readonly jump: Signal<Position | null>;
  readonly dialog: Signal<DialogName | null>;
  readonly undo: Signal<UndoOffer | null>;
  /** Whether the code differs from what the running server was started with. */
  readonly editedSinceRun: ReadonlySignal<boolean>;
  perform(action: Action): Promise<void>;
  show(view: View): void;
  goTo(position: Position): void;
  replaceFiles(files: Readonly<Record<string, string>>, message: string): void;
  addFile(file: string): void;
  /** Both only for files that were added. */
  renameFile(file: string, name: string): void;
  deleteFile(file: string): void;
  /** Brings one file back, or all of them. */
  reset(file?: string): void;
  /** Takes over files of a link's copy; what was there can be brought back. */
  adopt(files: ProjectFiles): Promise<void>;
  chooseEditor(kind: EditorKind): void;
  /** Takes up its place in a browser's page. Returns how to let go. */
  connect(): () => void;
}

const began = { lesson: 'the lesson began', playground: 'the template has them', link: 'the link brought them' };

const onePane = () => matchMedia('(max-width: 820px)').matches;

/** Tells the styles what a phone shows, and brings a reader back to the line that was left. */
function followView(view: ReadonlySignal<View>): () => void {
  const root = document.documentElement;
  let left: number | null = null;
  return effect(() => {
    const reading = root.dataset.view === 'read' || root.dataset.view === undefined;
    if (reading && view.value !== 'read') left = onePane() ? scrollY : null;
    root.dataset.view = view.value;
    if (!reading && view.value === 'read' && left !== null) scrollTo({ top: left, behavior: 'instant' });
  });
}

/** The page around the workbench asks for it, or for the lesson's text, with an event of this name. */
function onAsked(name: 'open-workbench' | 'open-lesson-text', open: () => void): () => void {
  addEventListener(name, open);
  return () => removeEventListener(name, open);
}

function focusTab(): void {
  document.querySelector<HTMLElement>('#workbench [role="tab"][aria-selected="true"]')?.focus();
}

/** `copy` is code from a link, kept apart from the reader's own; `lesson` then has its files. */
export function createWorkbench(lesson: LessonFiles, copy: Copy | null = null): WorkbenchState {
  const starter = textsOf(lesson.files);
  const documents = createDocuments(lesson.slug, copy?.folder ?? '', starter);
  const bench = createBench(copy === null ? 'exercise' : 'code-from-a-link', async () => {
    await documents.ready;
    return {
      files: documents.texts.value,
      entry: lesson.entry,
      checks: lesson.kind === 'lesson' ? `/lab/checks/${lesson.slug}.cjs` : null,
      plan: lesson.plan,
    };
  });
  const coding = createCoding(bench.name, documents, lesson.plan?.packages ?? []);
  const nameList = computed(() => Object.keys(documents.texts.value).join('\n'));
  const fileNames = computed(() => nameList.value.split('\n'));
  const file = signal(lesson.entry);
  const pane = signal<Pane>('wire');
  const view = signal<View>(lesson.kind === 'lesson' ? 'read' : 'code');
  const wide = signal(true);
  const editor = signal<EditorKind>('rich');
  const jump = signal<Position | null>(null);
  const undo = signal<UndoOffer | null>(null);
  const editedSinceRun = computed(() => {
    const ran = bench.ranFiles.value;
    if (!ran || bench.run.value.status !== 'running') return false;
    const now = documents.texts.value;
    if (Object.keys(ran).length !== Object.keys(now).length) return true;
    return Object.entries(now).some(([name, text]) => ran[name] !== text);
  });

  function show(next: View) {
    view.value = next;
    if (isPane(next)) pane.value = next;
  }

  /** Brings something into view without pulling a reader on a wide screen away from the text. */
  function bring(next: Pane) {
    pane.value = next;
    if (view.value !== 'read' || onePane()) view.value = next;
  }

  function perform(action: Action) {
    if (action === 'check') {
      if (lesson.kind === 'playground') return Promise.resolve();
      bring('checks');
      return bench.check();
    }
    if (!wide.value) bring('preview');
    else if (pane.value === 'checks') pane.value = 'wire';
    return bench.start();
  }

  function replaceFiles(files: Readonly<Record<string, string>>, message: string) {
    const before = documents.texts.value;
    for (const [name, text] of Object.entries(files)) documents.edit(name, text);
    undo.value = {
      message,
      undo: () => {
        for (const name of Object.keys(files)) {
          const text = before[name];
          if (text === undefined) documents.remove(name);
          else documents.edit(name, text);
        }
        undo.value = null;
      },
    };
  }

  function restore() {
    const screen = restoredScreen();
    if (!screen) return;
    if (isView(screen.view) && hasView(lesson.kind, screen.view)) view.value = screen.view;
    if (isPane(screen.pane)) pane.value = screen.pane;
    if (Object.hasOwn(starter, screen.file)) file.value = screen.file;
    requestAnimationFrame(() => scrollTo({ top: screen.scroll, behavior: 'instant' }));
    if (screen.resume?.bench === bench.name) void perform(screen.resume.action);
  }

  function connect() {
    restoreCodeSize();
    const coarse = matchMedia('(pointer: coarse)').matches;
    const chosen = readPreference('editor');
    editor.value = chosen === 'plain' || (chosen === null && coarse) ? 'plain' : 'rich';
    describeScreen(() => ({ view: view.value, pane: pane.value, file: file.value }));
    onReload(documents.flush);
    const letGo = [
      documents.connect(),
      listenForShortcuts({
        run: () => void perform('run'),
        check: () => void perform('check'),
        stop: () => void bench.stop(),
      }),
      onAsked('open-workbench', () => {
        show('code');
        focusTab();
      }),
      onAsked('open-lesson-text', () => show('read')),
      followView(view),
      effect(() => {
        // Deleted, perhaps in another tab.
        if (!fileNames.value.includes(file.value)) file.value = lesson.entry;
      }),
      effect(() => {
        const run = bench.run.value;
        if (run.status === 'exited' && !run.byUser) untracked(() => bring('output'));
      }),
      effect(() => {
        const checks = bench.checks.value;
        // Somebody else's answer is no progress.
        if (copy !== null || checks.status !== 'finished' || checks.failed > 0 || checks.passed === 0) return;
        markSolved(lesson.slug).then(
          () => {
            tellTabs({ type: 'solved', lesson: lesson.slug });
            dispatchEvent(new CustomEvent('course-progress'));
          },
          () => announce('Solved, but this browser keeps no progress'),
        );
      }),
    ];
    restore();
    return () => {
      for (const release of letGo) release();
      void documents.flush();
      void bench.stop();
    };
  }

  return {
    lesson,
    starter,
    copy,
    bench,
    documents,
    coding,
    fileNames,
    file,
    naming: signal(null),
    pane,
    view,
    wide,
    editor,
    jump,
    dialog: signal(null),
    undo,
    editedSinceRun,
    perform,
    show,
    goTo(position) {
      file.value = position.file;
      jump.value = { ...position };
      if (view.value !== 'read') view.value = 'code';
    },
    replaceFiles,
    addFile(name) {
      documents.edit(name, '');
      file.value = name;
    },
    renameFile(old, name) {
      documents.edit(name, documents.texts.value[old] ?? '');
      file.value = name;
      documents.remove(old);
    },
    deleteFile(name) {
      const text = documents.texts.value[name] ?? '';
      documents.remove(name);
      undo.value = {
        message: `${name} is deleted.`,
        undo: () => {
          documents.edit(name, text);
          undo.value = null;
        },
      };
    },
    reset(name) {
      const files = name === undefined ? starter : { [name]: starter[name] ?? '' };
      replaceFiles(files, `${name ? `${name} is` : 'All files are'} as ${began[copy ? 'link' : lesson.kind]}.`);
    },
    async adopt(files) {
      await documents.ready;
      const known = Object.entries(files).filter(([name]) => Object.hasOwn(starter, name) || canBeAdded(name));
      replaceFiles(Object.fromEntries(known), 'Your files are the ones of the link now.');
    },
    chooseEditor(kind) {
      editor.value = kind;
      writePreference('editor', kind);
    },
    connect,
  };
}
