import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/quickCommand/register';
import 'monaco-editor/features/quickHelp/register';
import 'monaco-editor/features/readOnlyMessage/register';
import 'monaco-editor/features/referenceSearch/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import { editor } from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
import { codeSize, lineHeight } from './code-size.ts';
import './monaco-languages.ts';
import { applyEditorTheme } from './monaco-theme.ts';
import type { Position } from './positions.ts';

globalThis.MonacoEnvironment = {
  getWorker: (_module, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
};

// Newer than Monaco's list of them.
const bundlerResolution: number = 100;

typescript.typescriptDefaults.setCompilerOptions({
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: bundlerResolution,
  // By their files' names: this is the compiler's own interface, which knows no others.
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
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

const libraries = new Map<string, Promise<void>>();

async function load(url: string) {
  const response = await fetch(url);
  if (!response.ok) return;
  const loaded: readonly Library[] = await response.json();
  // All at once: each call that changes them has the worker begin anew.
  const known = Object.entries(typescript.typescriptDefaults.getExtraLibs());
  const before = known.map(([filePath, { content }]) => ({ filePath, content }));
  typescript.typescriptDefaults.setExtraLibs([...before, ...loaded]);
}

function addLibrary(url: string): void {
  if (!libraries.has(url)) libraries.set(url, load(url));
}

/** Has TypeScript know the npm packages that an exercise uses. */
export function addPackages(names: readonly string[]): void {
  for (const name of names) addLibrary(`/editor/types/${name}.json`);
}

addLibrary('/editor/node-types.json');

applyEditorTheme();

/** Who shows a place in another file of a workspace, by the workspace's name. */
export const openers = new Map<string, (position: Position) => void>();

editor.registerEditorOpener({
  openCodeEditor(source, resource, selection) {
    const [, workspace = '', ...path] = resource.path.split('/');
    const open = openers.get(workspace);
    if (!open) {
      // A library's declaration is no file to edit: it is shown in place.
      void source.getAction('editor.action.peekDefinition')?.run();
      return true;
    }
    const line = selection && 'startLineNumber' in selection ? selection.startLineNumber : selection?.lineNumber;
    const column = selection && 'startColumn' in selection ? selection.startColumn : selection?.column;
    open({ file: path.join('/'), line: line ?? 1, column: column ?? 1 });
    return true;
  },
});

/** An editor with no file yet: `setModel` gives it one. */
export function createEditor(element: HTMLElement, label: string): editor.IStandaloneCodeEditor {
  const style = getComputedStyle(element);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return editor.create(element, {
    model: null,
    ariaLabel: label,
    automaticLayout: true,
    fontFamily: style.getPropertyValue('--mono'),
    fontSize: codeSize.peek(),
    lineHeight: lineHeight(codeSize.peek()),
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
    smoothScrolling: !still,
    cursorBlinking: still ? 'solid' : 'blink',
    readOnlyMessage: { value: 'The exercise needs this file as it is.' },
    unicodeHighlight: { ambiguousCharacters: false },
  });
}
