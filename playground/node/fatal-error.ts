import type { FileTree } from '#machine/files.ts';
import { inspect } from './builtins/util.ts';
import { evaluatedCode } from './modules/eval.ts';
import { toPath } from './modules/linker.ts';
import { topPlace } from './stack-traces/frame.ts';
import { NODE_VERSION } from './version.ts';

/**
 * What Node prints when an exception ends the process: the place, its source line, the error with all it carries.
 *
 * @see https://nodejs.org/api/process.html#event-uncaughtexception
 */
export function describeFatalError(error: unknown, files: FileTree): string {
  const isError = error instanceof Error;
  const stack = isError ? String(error.stack) : '';
  const text = isError ? describeError(error, stack) : `Uncaught:\n${inspect(error)}`;
  // A syntax error's stack starts with its place already.
  const arrow = /^((file:\/\/)?\/.*|\[eval\]):\d+\n/.test(stack) ? '' : sourceLine(stack, files);
  const note = isError ? '' : '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)\n';
  return `${arrow}${text}\n${note}\nNode.js ${NODE_VERSION}\n`;
}

/** A trace without frames would be shown in brackets; in Node there are always some of its own. */
function describeError(error: Error, stack: string): string {
  const text = inspect(error);
  return text.startsWith(`[${stack}]`) ? stack + text.slice(stack.length + 2) : text;
}

function sourceLine(stack: string, files: FileTree): string {
  const place = topPlace(stack);
  if (!place) return '';
  const node = files.find(toPath(place.url));
  const text = evaluatedCode(place.url) ?? (node?.kind === 'file' ? new TextDecoder().decode(node.bytes) : null);
  if (text === null) return '';
  const line = text.split(/\r\n|[\n\r]/)[place.line - 1] ?? '';
  // Node points at the statement that threw; a trace, at where the error was made.
  const column = /\bthrow\s+$/.exec(line.slice(0, place.column - 1))?.index ?? place.column - 1;
  return `${place.url}:${place.line}\n${line}\n${' '.repeat(column)}^\n\n`;
}
