import { Buffer } from '../buffer.ts';
import { codedError, invalidArgType, invalidArgValue, outOfRange } from '../net/coded-error.ts';

/** A path as the program wrote it, which errors repeat, and where it is in the tree. */
export interface FilePath {
  readonly written: string;
  readonly absolute: string;
}

/** No tree has such a folder: an empty path names nothing. */
const NOWHERE = '/\0/\0';

const PATH_TYPES = 'of type string or an instance of Buffer or URL';

/** Reads a path: a string, bytes or a `file:` URL. */
export function toPath(value: unknown, name = 'path'): FilePath {
  const written = pathText(value, name);
  if (written.includes('\0')) {
    throw invalidArgValue(name, written, 'must be a string, Uint8Array, or URL without null bytes');
  }
  const absolute = written === '' ? NOWHERE : written.startsWith('/') ? written : `${process.cwd()}/${written}`;
  return { written, absolute };
}

function pathText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof URL) return fromUrl(value);
  throw invalidArgType(name, PATH_TYPES, value);
}

function fromUrl(url: URL): string {
  if (url.protocol !== 'file:') {
    throw codedError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  }
  if (url.hostname !== '') {
    throw codedError(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  }
  if (/%2f/i.test(url.pathname)) {
    const message = 'File URL path must not include encoded / characters';
    throw Object.assign(codedError(TypeError, 'ERR_INVALID_FILE_URL_PATH', message), { input: url });
  }
  return decodeURIComponent(url.pathname);
}

export type Options = Readonly<Record<string, unknown>>;

/** Options that may also be the name of an encoding. */
export function toOptions(value: unknown, defaults: Options = {}): Options {
  if (value === undefined || value === null || typeof value === 'function') return defaults;
  if (typeof value === 'string') return { ...defaults, encoding: checkedEncoding(value) };
  if (typeof value !== 'object') throw invalidArgType('options', 'one of type string or object', value);
  const options: Options = { ...defaults, ...value };
  checkedEncoding(options.encoding);
  return options;
}

export type Encoding = BufferEncoding | 'buffer' | null;

/** Null for bytes. */
export function checkedEncoding(encoding: unknown): Encoding {
  if (encoding === undefined || encoding === null || encoding === '') return null;
  if (encoding === 'buffer') return 'buffer';
  if (typeof encoding === 'string' && Buffer.isEncoding(encoding)) return encoding;
  throw invalidArgValue('encoding', encoding, 'is invalid encoding');
}

/** Bytes as the program asked for them. */
export function encoded(bytes: Uint8Array, encoding: unknown): string | Buffer {
  const known = checkedEncoding(encoding);
  const copy = Buffer.from(bytes);
  return known === null || known === 'buffer' ? copy : copy.toString(known);
}

/** A name or path as the program asked for it: text, unless it wants bytes. */
export function encodedName(name: string, encoding: unknown): string | Buffer {
  const known = checkedEncoding(encoding);
  if (known === 'buffer') return Buffer.from(name);
  return known === null || /^utf-?8$/i.test(known) ? name : Buffer.from(name).toString(known);
}

export function flag(options: Options, name: string): boolean {
  const value = options[name];
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw invalidArgType(`options.${name}`, 'of type boolean', value);
  return value;
}

export function toDescriptor(value: unknown): number {
  return toInteger(value, 'fd', 0, 2 ** 31 - 1);
}

export function toInteger(value: unknown, name: string, from: number, to: number): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < from || value > to) throw outOfRange(name, `>= ${from} && <= ${to}`, value);
  return value;
}

/** A copy of what the program writes, because it may reuse its buffer. */
export function toBytes(data: unknown, encoding: unknown, name = 'data'): Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') {
    const known = checkedEncoding(encoding);
    return new Uint8Array(Buffer.from(data, known === null || known === 'buffer' ? 'utf8' : known));
  }
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

export function toSignal(options: Options): AbortSignal | null {
  const { signal } = options;
  if (signal === undefined) return null;
  if (!(signal instanceof AbortSignal)) throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
  return signal;
}

/** Milliseconds from what `utimes` takes: seconds, as a number or numeric text, or a Date. */
export function toTime(value: unknown, name = 'time'): number {
  if (value instanceof Date) return value.getTime();
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return seconds < 0 ? Date.now() : seconds * 1000;
  throw invalidArgType(name, 'an instance of Date or an Time in seconds', value);
}
