import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef } from 'preact/hooks';
import type { Position } from './positions.ts';

interface Props {
  /** Tells this editor's files from those of the page's other editors. */
  readonly workspace: string;
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly jump: Position | null;
  readonly onInput: (file: string, text: string) => void;
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

/** Monaco over one workspace's files, loaded when this is first rendered. */
export function MonacoEditor({ workspace, name, texts, jump, onInput, onReady, onFailure }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted | null>(null);
  const latest = useRef({ name, texts, jump, onInput });
  latest.current = { name, texts, jump, onInput };

  useEffect(() => {
    let gone = false;
    import('./monaco.ts').then(({ createEditor, modelOf }) => {
      if (gone || !place.current) return;
      const instance = createEditor(place.current, name);
      const files = Object.entries(latest.current.texts);
      const models = new Map(files.map(([file, text]) => [file, modelOf(workspace, file, text)]));
      for (const [file, model] of models) {
        const text = latest.current.texts[file];
        if (text !== undefined && model.getValue() !== text) model.setValue(text);
        model.onDidChangeContent(() => latest.current.onInput(file, model.getValue()));
      }
      mounted.current = { editor: instance, models, views: new Map(), shown: '' };
      show(mounted.current, latest.current.name);
      goTo(mounted.current, latest.current.jump);
      onReady();
    }, onFailure);
    return () => {
      gone = true;
      mounted.current?.editor.dispose();
      for (const model of mounted.current?.models.values() ?? []) model.dispose();
      mounted.current = null;
    };
  }, [workspace]);

  useEffect(() => {
    if (!mounted.current) return;
    show(mounted.current, name);
    goTo(mounted.current, jump);
  }, [name, jump]);

  useEffect(() => {
    for (const [file, model] of mounted.current?.models ?? []) {
      const text = texts[file];
      if (text === undefined || model.getValue() === text) continue;
      // As an edit rather than `setValue`: it can be undone.
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    }
  }, [texts]);

  return <div ref={place} class="monaco-place" />;
}
