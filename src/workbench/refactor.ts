import type { editor } from 'monaco-editor/editor';
import { getTypeScriptWorker, type TypeScriptWorker } from 'monaco-editor/languages/features/typescript/register';
import { formatJson, indentConf } from './file-format.ts';
import { offsetOf, type Position } from './positions.ts';
import type { ProjectModels } from './project-models.ts';

/** What TypeScript's worker answers in: UTF-16 code units from the start of a file. */
interface Span {
  readonly start: number;
  readonly length: number;
}

function isSpan(value: unknown): value is Span {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    typeof value.start === 'number' &&
    'length' in value &&
    typeof value.length === 'number'
  );
}

const style = {
  indentSize: 2,
  tabSize: 2,
  convertTabsToSpaces: true,
  insertSpaceAfterCommaDelimiter: true,
  insertSpaceAfterSemicolonInForStatements: true,
  insertSpaceBeforeAndAfterBinaryOperators: true,
  insertSpaceAfterKeywordsInControlFlowStatements: true,
  insertSpaceAfterFunctionKeywordForAnonymousFunctions: true,
  insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: true,
};

async function worker(model: editor.ITextModel): Promise<TypeScriptWorker> {
  const workerFor = await getTypeScriptWorker();
  return workerFor(model.uri);
}

function place(model: editor.ITextModel, file: string, offset: number): Position {
  const { lineNumber, column } = model.getPositionAt(offset);
  return { file, line: lineNumber, column };
}

function replace(model: editor.ITextModel, edits: readonly (readonly [Span, string])[]): void {
  const operations = edits.map(([{ start, length }, text]) => {
    const from = model.getPositionAt(start);
    const to = model.getPositionAt(start + length);
    return {
      range: {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      },
      text,
    };
  });
  model.pushStackElement();
  model.pushEditOperations([], operations, () => null);
  model.pushStackElement();
}

/** Puts the blanks of a file in order. Resolves to false where its language has no format, or its text is no such language. */
export async function formatFile(models: ProjectModels, file: string): Promise<boolean> {
  const model = models.models.peek().get(file);
  if (!model) return false;
  const text = model.getValue();
  if (/\.[mc]?[jt]s$/.test(file)) {
    const changes: readonly unknown[] = await (await worker(model)).getFormattingEditsForDocument(
      String(model.uri),
      style,
    );
    replace(
      model,
      changes.flatMap((change) => {
        if (typeof change !== 'object' || change === null || !('span' in change) || !('newText' in change)) return [];
        return isSpan(change.span) ? [[change.span, String(change.newText)] as const] : [];
      }),
    );
    return true;
  }
  const formatted = file.endsWith('.conf') ? indentConf(text) : file.endsWith('.json') ? formatJson(text) : null;
  if (formatted === null) return false;
  replace(model, [[{ start: 0, length: text.length }, formatted]]);
  return true;
}

/** Which of the workspace's files a worker's answer is about. */
function fileOf(models: ProjectModels, uri: unknown): string | undefined {
  return [...models.models.peek()].find(([, model]) => String(model.uri) === uri)?.[0];
}

/** Where what is named at a place is declared; null when that is in none of the workspace's files. */
export async function definitionOf(models: ProjectModels, at: Position): Promise<Position | null> {
  const model = models.models.peek().get(at.file);
  if (!model) return null;
  const offset = offsetOf(model.getValue(), at);
  const found: readonly unknown[] =
    (await (await worker(model)).getDefinitionAtPosition(String(model.uri), offset)) ?? [];
  for (const each of found) {
    if (typeof each !== 'object' || each === null || !('fileName' in each) || !('textSpan' in each)) continue;
    const file = fileOf(models, each.fileName);
    const declared = file === undefined ? undefined : models.models.peek().get(file);
    if (file !== undefined && declared && isSpan(each.textSpan)) return place(declared, file, each.textSpan.start);
  }
  return null;
}

/** What stands at a place and can be renamed; null for what is declared elsewhere, a keyword, a blank. */
export async function nameAt(models: ProjectModels, at: Position): Promise<string | null> {
  const model = models.models.peek().get(at.file);
  if (!model) return null;
  const offset = offsetOf(model.getValue(), at);
  const info: unknown = await (await worker(model)).getRenameInfo(String(model.uri), offset, {});
  if (typeof info !== 'object' || info === null || !('canRename' in info) || info.canRename !== true) return null;
  return 'displayName' in info ? String(info.displayName) : null;
}

/** Renames what stands at a place, in every file. Resolves to how often it was there. */
export async function rename(models: ProjectModels, at: Position, name: string): Promise<number> {
  const model = models.models.peek().get(at.file);
  if (!model) return 0;
  const offset = offsetOf(model.getValue(), at);
  const typescript = await worker(model);
  const found: readonly unknown[] =
    (await typescript.findRenameLocations(String(model.uri), offset, false, false, true)) ?? [];
  const edits = new Map<editor.ITextModel, (readonly [Span, string])[]>();
  for (const each of found) {
    if (typeof each !== 'object' || each === null || !('fileName' in each) || !('textSpan' in each)) continue;
    const file = fileOf(models, each.fileName);
    const target = file === undefined ? undefined : models.models.peek().get(file);
    if (!target || !isSpan(each.textSpan)) continue;
    const before = 'prefixText' in each && typeof each.prefixText === 'string' ? each.prefixText : '';
    const after = 'suffixText' in each && typeof each.suffixText === 'string' ? each.suffixText : '';
    edits.set(target, [...(edits.get(target) ?? []), [each.textSpan, before + name + after]]);
  }
  for (const [target, changes] of edits) replace(target, changes);
  return found.length;
}
