import { effect } from '@preact/signals';
import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef } from 'preact/hooks';
import { codeSize, lineHeight } from './code-size.ts';
import { leaveWithEscape } from './leave-with-escape.ts';
import type { Position } from './positions.ts';
import type { ProjectModels } from './project-models.ts';

interface Props {
  /** Tells this editor's files from those of the page's other editors. */
  readonly workspace: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly jump: Position | null;
  readonly load: () => Promise<ProjectModels>;
  /** The reader follows a name into another file. */
  readonly onGoTo: (position: Position) => void;
  readonly onReady: () => void;
  readonly onFailure: () => void;
}

interface Mounted {
  readonly editor: editor.IStandaloneCodeEditor;
  readonly models: ProjectModels;
  readonly views: Map<string, editor.ICodeEditorViewState | null>;
  shown: string;
}

type Target = Pick<Props, 'name' | 'readOnly' | 'jump'>;

function show(mounted: Mounted, { name, readOnly }: Target): void {
  mounted.editor.updateOptions({ readOnly });
  const model = mounted.models.models.peek().get(name) ?? null;
  if (mounted.shown === name && mounted.editor.getModel() === model) return;
  if (mounted.shown) mounted.views.set(mounted.shown, mounted.editor.saveViewState());
  mounted.editor.setModel(model);
  mounted.editor.restoreViewState(mounted.views.get(name) ?? null);
  mounted.editor.updateOptions({ ariaLabel: `${name}. Escape, then Tab, leaves the editor.` });
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
export function MonacoEditor({ workspace, load, onGoTo, onReady, onFailure, name, readOnly, jump }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted | null>(null);
  const latest = useRef({ name, readOnly, jump });
  latest.current = { name, readOnly, jump };

  useEffect(() => {
    let gone = false;
    const letGo: (() => void)[] = [];
    Promise.all([import('./monaco.ts'), load()]).then(([{ createEditor, openers }, models]) => {
      if (gone || !place.current) return;
      const instance = createEditor(place.current, name);
      openers.set(workspace, onGoTo);
      leaveWithEscape(instance);
      mounted.current = { editor: instance, models, views: new Map(), shown: '' };
      const here = mounted.current;
      letGo.push(
        () => instance.dispose(),
        effect(() => {
          instance.updateOptions({ fontSize: codeSize.value, lineHeight: lineHeight(codeSize.value) });
        }),
        () => openers.delete(workspace),
        models.models.subscribe(() => show(here, latest.current)),
      );
      goTo(here, latest.current.jump);
      onReady();
    }, onFailure);
    return () => {
      gone = true;
      for (const release of letGo.reverse()) release();
      mounted.current = null;
    };
  }, [workspace, load, onGoTo, onReady, onFailure]);

  useEffect(() => {
    if (!mounted.current) return;
    show(mounted.current, latest.current);
    goTo(mounted.current, jump);
  }, [name, readOnly, jump]);

  return <div ref={place} class="monaco-place" />;
}
