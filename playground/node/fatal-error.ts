import type { FileTree } from '#machine/files.ts';
import { inspect } from './builtins/util.ts';
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
  const text = isError ? inspect(error) : `Uncaught:\n${inspect(error)}`;
  const stack = isError ? String(error.stack) : '';
  // A syntax error's stack starts with its place already.
  const arrow = /^(file:\/\/)?\/.*:\d+\n/.test(stack) ? '' : sourceLine(stack, files);
  const note = isError ? '' : '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)\n';
  return `${arrow}${text}\n${note}\nNode.js ${NODE_VERSION}\n`;
}

function sourceLine(stack: string, files: FileTree): string {
  const place = topPlace(stack);
  const node = place && files.find(toPath(place.url));
  if (node?.kind !== 'file') return '';
  const line = new TextDecoder().decode(node.bytes).split(/\r\n|[\n\r]/)[place!.line - 1] ?? '';
  return `${place!.url}:${place!.line}\n${line}\n${' '.repeat(place!.column - 1)}^\n\n`;
}
