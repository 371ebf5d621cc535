import { invalidArgType, invalidArgValue } from '../net/coded-error.ts';
import { inspect } from './inspect.ts';

interface StyleOptions {
  validateStream?: boolean;
  stream?: unknown;
}

const colors = (): Record<string, readonly [number, number] | undefined> =>
  inspect.colors as unknown as Record<string, readonly [number, number] | undefined>;

/** Whether a stream wants colours: a terminal, unless the environment says otherwise. */
export function wantsColors(stream: unknown): boolean {
  const { FORCE_COLOR, NO_COLOR, NODE_DISABLE_COLORS } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined || NODE_DISABLE_COLORS !== undefined) return false;
  return typeof stream === 'object' && stream !== null && Reflect.get(stream, 'isTTY') === true;
}

/**
 * Text between the escape codes of its formats; plain where the stream is no terminal.
 *
 * @see https://nodejs.org/api/util.html#utilstyletextformat-text-options
 */
export function styleText(format: string | readonly string[], text: string, options: StyleOptions = {}): string {
  if (typeof text !== 'string') throw invalidArgType('text', 'of type string', text);
  const { validateStream = true, stream = process.stdout } = options;
  const known = colors();
  const names = typeof format === 'string' ? [format] : format;
  const codes = names.map((name) => {
    const code = name === 'none' ? ([] as const) : known[name];
    if (code) return code;
    const allowed = Object.getOwnPropertyNames(known).map((key) => `'${key}'`);
    throw invalidArgValue('format', name, `must be one of: ${allowed.join(', ')}`);
  });
  if (validateStream) {
    if (typeof stream !== 'object' || stream === null || typeof Reflect.get(stream, 'write') !== 'function') {
      throw invalidArgType('stream', 'an instance of ReadableStream, WritableStream, or Stream', stream);
    }
    if (!wantsColors(stream)) return text;
  }
  return codes.reduceRight((inner, [open, close]) => {
    if (open === undefined) return inner;
    return `\x1b[${open}m${inner.replaceAll(`\x1b[${close}m`, `\x1b[${open}m`)}\x1b[${close}m`;
  }, text);
}
