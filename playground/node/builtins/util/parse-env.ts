import { invalidArgType } from '../net/coded-error.ts';

const LINE =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|([^\r\n#]*))?[ \t]*(?:#.*)?$/gm;

/**
 * The names and values of a `.env` file.
 *
 * @see https://nodejs.org/api/util.html#utilparseenvcontent
 */
export function parseEnv(content: string): Record<string, string> {
  if (typeof content !== 'string') throw invalidArgType('content', 'of type string', content);
  const values: Record<string, string> = {};
  for (const [, name = '', single, double, back, plain] of content.matchAll(LINE)) {
    values[name] = single ?? double?.replaceAll('\\n', '\n') ?? back ?? (plain ?? '').trim();
  }
  return values;
}
