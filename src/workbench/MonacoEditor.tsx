import { effect } from '@preact/signals';
import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef } from 'preact/hooks';
import type { ProjectFiles } from '../../playground/session/types.ts';
import type { Documents } from './documents.ts';
import type { Position } from './positions.ts';

interface Props {
  /** Tells this editor's files from those of the page's other editors. */
  readonly workspace: string;
  readonly name: string;
  readonly documents: Documents;
  readonly jump: Position | null;
  readonly onReady: () => void;
  readonly onFailure: () => void;
}

interface Mounted {
  readonly editor: editor.IStandaloneCodeEditor;
  readonly models: ReadonlyMap<string, editor.ITextModel>;
  readonly views: Map<string, editor.ICodeEditorViewState | null>;
  shown: string;
}

function show(mounted: Mounted, name: string): void {
  if (mounted.shown === name) return;
  if (mounted.shown) mounted.views.set(mounted.shown, mounted.editor.saveViewState());
  mounted.editor.setModel(mounted.models.get(name) ?? null);
  mounted.editor.restoreViewState(mounted.views.get(name) ?? null);
  mounted.editor.updateOptions({ ariaLabel: name });
  mounted.shown = name;
}

function goTo(mounted: Mounted, jump: Position | null): void {
  if (jump?.file !== mounted.shown) return;
  const position = { lineNumber: jump.line, column: jump.column };
  mounted.editor.setPosition(position);
  mounted.editor.revealPositionInCenterIfOutsideViewport(position);
  mounted.editor.focus();
}

/** Brings in what was changed elsewhere: by a reset, or from another tab. */
function follow(models: Mounted['models'], texts: ProjectFiles): void {
  for (const [file, model] of models) {
    const text = texts[file];
    if (text === undefined || model.getValue() === text) continue;
    // As an edit rather than `setValue`: it can be undone.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  }
}

/** Monaco over one workspace's files, loaded when this is first rendered. */
export function MonacoEditor({ workspace, name, documents, jump, onReady, onFailure }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted | null>(null);
  const latest = useRef({ name, jump });
  latest.current = { name, jump };

  useEffect(() => {
    let gone = false;
    let stopFollowing = () => {};
    import('./monaco.ts').then(({ createEditor, modelOf }) => {
      if (gone || !place.current) return;
      const instance = createEditor(place.current, name);
      const files = Object.entries(documents.texts.value);
      const models = new Map(files.map(([file, text]) => [file, modelOf(workspace, file, text)]));
      for (const [file, model] of models) {
        model.onDidChangeContent(() => documents.edit(file, model.getValue()));
      }
      stopFollowing = effect(() => follow(models, documents.texts.value));
      mounted.current = { editor: instance, models, views: new Map(), shown: '' };
      show(mounted.current, latest.current.name);
      goTo(mounted.current, latest.current.jump);
      onReady();
    }, onFailure);
    return () => {
      gone = true;
      stopFollowing();
      mounted.current?.editor.dispose();
      for (const model of mounted.current?.models.values() ?? []) model.dispose();
      mounted.current = null;
    };
  }, [workspace, documents, onReady, onFailure]);

  useEffect(() => {
    if (!mounted.current) return;
    show(mounted.current, name);
    goTo(mounted.current, jump);
  }, [name, jump]);

  return <div ref={place} class="monaco-place" />;
}
