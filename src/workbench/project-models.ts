import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { editor, MarkerSeverity, Uri } from 'monaco-editor/editor';
import type { ProjectFiles } from '../../playground/session/types.ts';
import type { Documents } from './documents.ts';
import { addPackages } from './monaco.ts';
import type { Problem } from './problems.ts';

/** The files of one workspace as TypeScript knows them, whichever editor shows them. */
export interface ProjectModels {
  /** What is wrong in any of the files, in the order of files and lines. */
  readonly problems: ReadonlySignal<readonly Problem[]>;
  /** By file. */
  readonly models: ReadonlySignal<ReadonlyMap<string, editor.ITextModel>>;
}

function createModel(workspace: string, file: string, text: string): editor.ITextModel {
  const model = editor.createModel(text, undefined, Uri.file(`/${workspace}/${file}`));
  model.updateOptions({
    tabSize: file.endsWith('.conf') ? 4 : 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

/** The message's first line: what follows explains it by types. */
function problemsOf(file: string, model: editor.ITextModel): Problem[] {
  return editor
    .getModelMarkers({ resource: model.uri })
    .filter(({ severity }) => severity >= MarkerSeverity.Warning)
    .map(({ message, severity, startLineNumber, startColumn }) => ({
      file,
      line: startLineNumber,
      column: startColumn,
      message: message.split('\n', 1)[0] ?? '',
      severity: severity === MarkerSeverity.Error ? ('error' as const) : ('warning' as const),
    }))
    .sort((one, other) => one.line - other.line || one.column - other.column);
}

class Models implements ProjectModels {
  readonly problems = signal<readonly Problem[]>([]);
  readonly models = signal<ReadonlyMap<string, editor.ITextModel>>(new Map());
  readonly #workspace: string;
  readonly documents: Documents;
  readonly #letGo: readonly (() => void)[];

  constructor(workspace: string, documents: Documents) {
    this.#workspace = workspace;
    this.documents = documents;
    const follow = effect(() => {
      const texts = documents.texts.value;
      untracked(() => this.#follow(texts));
    });
    const markers = editor.onDidChangeMarkers((changed) => {
      if (changed.some(({ path }) => path.startsWith(`/${workspace}/`))) this.#collect();
    });
    this.#letGo = [follow, () => markers.dispose()];
  }

  dispose(): void {
    for (const release of this.#letGo) release();
    for (const model of this.models.peek().values()) model.dispose();
  }

  /** Brings in what was changed elsewhere: by a reset, in the plain editor, or in another tab. */
  #follow(texts: ProjectFiles): void {
    const models = new Map(this.models.peek());
    for (const [file, text] of Object.entries(texts)) {
      const model = models.get(file);
      if (!model) models.set(file, this.#create(file, text));
      // As an edit rather than `setValue`: it can be undone.
      else if (model.getValue() !== text) {
        model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      }
    }
    const gone = [...models].filter(([file]) => !Object.hasOwn(texts, file));
    for (const [file] of gone) models.delete(file);
    if (gone.length > 0 || models.size > this.models.peek().size) this.models.value = models;
    for (const [, model] of gone) model.dispose();
  }

  #create(file: string, text: string): editor.ITextModel {
    const model = createModel(this.#workspace, file, text);
    model.onDidChangeContent(() => this.documents.edit(file, model.getValue()));
    return model;
  }

  #collect(): void {
    this.problems.value = [...this.models.peek()].flatMap(([file, model]) => problemsOf(file, model));
  }
}

/** The last of each workspace: a workbench over a link's files and one over the reader's own come one after the other. */
const projects = new Map<string, Models>();

/**
 * The models of a workspace, made once a page: undo history and errors outlive the editor that shows them. `packages` are
 * npm packages whose types its files need.
 */
export function projectModels(workspace: string, documents: Documents, packages: readonly string[]): ProjectModels {
  const known = projects.get(workspace);
  if (known?.documents === documents) return known;
  known?.dispose();
  addPackages(packages);
  const models = new Models(workspace, documents);
  projects.set(workspace, models);
  return models;
}
