import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/quickHelp/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/html/register';
import 'monaco-editor/languages/definitions/typescript/register';
import { editor, Uri } from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
import { applyEditorTheme } from './monaco-theme.ts';

globalThis.MonacoEnvironment = {
  getWorker: (_module, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
};

// Newer than Monaco's list of them.
const bundlerResolution: number = 100;

typescript.typescriptDefaults.setCompilerOptions({
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: bundlerResolution,
  lib: ['es2024', 'dom', 'dom.iterable'],
  types: ['node'],
  strict: true,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  noEmit: true,
});
// The client imports nothing from the server, yet both are one project: TypeScript must know all files.
typescript.typescriptDefaults.setEagerModelSync(true);

interface Library {
  readonly filePath: string;
  readonly content: string;
}

async function loadNodeTypes() {
  const response = await fetch('/editor/node-types.json');
  if (!response.ok) return;
  const libraries: readonly Library[] = await response.json();
  typescript.typescriptDefaults.setExtraLibs([...libraries]);
}
void loadNodeTypes();

applyEditorTheme();

/** The model of one file; made once, so that undo history and errors outlive a change of tab. */
export function modelOf(workspace: string, file: string, text: string): editor.ITextModel {
  const uri = Uri.file(`/${workspace}/${file}`);
  const known = editor.getModel(uri);
  if (known) return known;
  const model = editor.createModel(text, undefined, uri);
  model.updateOptions({
    tabSize: 2,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

/** An editor with no file yet: `setModel` gives it one. */
export function createEditor(element: HTMLElement, label: string): editor.IStandaloneCodeEditor {
  const style = getComputedStyle(element);
  return editor.create(element, {
    model: null,
    ariaLabel: label,
    automaticLayout: true,
    fontFamily: style.getPropertyValue('--mono'),
    fontSize: 13,
    lineHeight: 21,
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: false,
    guides: { indentation: false },
    fixedOverflowWidgets: true,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    padding: { top: 10, bottom: 10 },
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, useShadows: false },
    smoothScrolling: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    unicodeHighlight: { ambiguousCharacters: false },
  });
}
