import { type Program, parse } from 'acorn';
import { walk } from 'estree-walker';
import type { FileTree } from '#machine/files.ts';
import { parseModule } from './es-module.ts';
import { packageScope } from './resolve.ts';
import { stripTypes } from './typescript.ts';

export type Source =
  | { readonly format: 'module'; readonly code: string; readonly program: Program }
  | { readonly format: 'commonjs'; readonly code: string }
  | { readonly format: 'json'; readonly code: string };

const decoder = new TextDecoder();

/**
 * Reads a source file: types stripped, and told apart as Node does, by extension, by the nearest `type` field, and
 * else by its syntax.
 *
 * @throws {SyntaxError} whose stack starts with the file, line, source line and a caret
 * @see https://nodejs.org/api/packages.html#determining-module-system
 */
export function readSource(files: FileTree, path: string, type: string | null): Source {
  const text = decoder.decode(files.read(path));
  const extension = /\.([cm]?[jt]s|json)$/.exec(path)?.[1] ?? '';
  if (extension === 'json') {
    if (type === 'json' || type === null) return { format: 'json', code: text };
  }
  const code = extension.endsWith('ts') ? stripTypes(text, path) : text;
  const declared = extension.startsWith('c')
    ? 'commonjs'
    : extension.startsWith('m')
      ? 'module'
      : packageScope(files, path)?.manifest.type;
  if (declared === 'commonjs' || (declared !== 'module' && isCommonJs(code))) return { format: 'commonjs', code };
  return moduleSource(code, path);
}

/** What Node asks where nothing is declared, of the engine as Node does: our parser takes a second for a large package. */
function isCommonJs(code: string): boolean {
  try {
    new Function('exports', 'require', 'module', '__filename', '__dirname', code.replace(/^#!/, '//'));
    return true;
  } catch {
    return false;
  }
}

/** Reads a module's code. Throws a SyntaxError with its place. */
export function moduleSource(code: string, path: string): Source {
  try {
    return { format: 'module', code, program: parseModule(code) };
  } catch (error) {
    throw withPlace(error, `file://${path}`, code);
  }
}

/** Whether it is a script that is in no function. */
export function isScript(code: string): boolean {
  try {
    parseScript(code, false);
    return true;
  } catch {
    return false;
  }
}

export function isModule(code: string): boolean {
  try {
    parseModule(code);
    return true;
  } catch {
    return false;
  }
}

/** Parses a CommonJS module, or a script that is in no function. Throws a SyntaxError with its place. */
export function readScript(code: string, path: string, inFunction = true): Program {
  try {
    return parseScript(code, inFunction);
  } catch (error) {
    throw withPlace(error, path, code);
  }
}

/** Turns `import()` into calls of `load`, a name as long as the keyword so that columns stay. */
export function redirectImports(code: string, program: Program, load: string): string {
  let result = code;
  walk(program as never, {
    enter(node) {
      if (node.type !== 'ImportExpression') return;
      const { start } = node as unknown as { start: number };
      result = result.slice(0, start) + load + result.slice(start + 'import'.length);
    },
  });
  return result;
}

function parseScript(code: string, inFunction: boolean): Program {
  return parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowHashBang: true,
    allowReturnOutsideFunction: inFunction,
  });
}

/** Puts the place in front of the stack, as Node prints it. acorn ends its messages with `(line:column)`. */
function withPlace(error: unknown, place: string, code: string): unknown {
  if (!(error instanceof SyntaxError) || !('loc' in error)) return error;
  const { line, column } = error.loc as { line: number; column: number };
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  const result = new SyntaxError(message);
  const sourceLine = code.split(/\r\n|[\n\r]/)[line - 1] ?? '';
  result.stack = `${place}:${line}\n${sourceLine}\n${' '.repeat(column)}^\n\nSyntaxError: ${message}`;
  return result;
}
