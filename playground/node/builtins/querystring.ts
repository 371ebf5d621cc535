import { Buffer } from './buffer.ts';
import { codedError } from './net/coded-error.ts';

type Fields = Record<string, string | string[]>;

interface ParseOptions {
  maxKeys?: number;
  decodeURIComponent?: (text: string) => string;
}

interface StringifyOptions {
  encodeURIComponent?: (text: string) => string;
}

const hexValue = (code: number): number => Number.parseInt(String.fromCharCode(code), 16);

/** The bytes of an escaped text; a `%` that escapes nothing stays. */
export function unescapeBuffer(text: string, decodeSpaces = false): Buffer {
  const bytes = Buffer.allocUnsafe(text.length);
  let written = 0;
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (decodeSpaces && code === 0x2b) code = 0x20;
    else if (code === 0x25) {
      const value = hexValue(text.charCodeAt(at + 1)) * 16 + hexValue(text.charCodeAt(at + 2));
      if (!Number.isNaN(value)) {
        code = value;
        at += 2;
      }
    }
    bytes[written] = code;
    written += 1;
  }
  return bytes.subarray(0, written);
}

/** Like `decodeURIComponent`, but never throws. */
function unescapeText(text: string, decodeSpaces = false): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

/** @see https://nodejs.org/api/querystring.html#querystringescapestr */
function escapeText(value: unknown): string {
  const text = typeof value === 'object' ? String(value) : `${value}`;
  if (!text.isWellFormed()) throw codedError(URIError, 'ERR_INVALID_URI', 'URI malformed');
  return encodeURIComponent(text);
}

function primitive(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return '';
}

/** @see https://nodejs.org/api/querystring.html#querystringstringifyobj-sep-eq-options */
export function stringify(fields: unknown, separator?: string, equals?: string, options?: StringifyOptions): string {
  const [sep, eq] = [separator || '&', equals || '='];
  // `querystring.escape` may be replaced by a program.
  const encode = options?.encodeURIComponent ?? querystring.escape;
  if (typeof fields !== 'object' || fields === null) return '';
  return Object.entries(fields)
    .flatMap(([name, value]) => {
      const key = encode(name);
      const values: unknown[] = Array.isArray(value) ? value : [value];
      return values.map((one) => `${key}${eq}${encode(primitive(one))}`);
    })
    .join(sep);
}

/** @see https://nodejs.org/api/querystring.html#querystringparsestr-sep-eq-options */
export function parse(text: unknown, separator?: string, equals?: string, options?: ParseOptions): Fields {
  const fields: Fields = Object.create(null);
  if (typeof text !== 'string' || text === '') return fields;
  const [sep, eq] = [separator || '&', equals || '='];
  const decoder = options?.decodeURIComponent ?? querystring.unescape;
  const decode = (part: string): string => {
    const spaced = part.replaceAll('+', ' ');
    if (decoder === unescapeText && !/%[0-9a-f]{2}/i.test(spaced)) return spaced;
    try {
      return decoder(spaced);
    } catch {
      return unescapeText(spaced, true);
    }
  };
  const limit = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  let left = limit > 0 ? limit : Number.POSITIVE_INFINITY;
  for (const pair of text.split(sep)) {
    if (left <= 0) break;
    left -= 1;
    if (pair === '') continue;
    const at = pair.indexOf(eq);
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + eq.length));
    const before = fields[key];
    if (before === undefined) fields[key] = value;
    else if (Array.isArray(before)) before.push(value);
    else fields[key] = [before, value];
  }
  return fields;
}

export const encode = stringify;
export const decode = parse;

const querystring = { unescapeBuffer, unescape: unescapeText, escape: escapeText, stringify, encode, parse, decode };

export { escapeText as escape, unescapeText as unescape };
export default querystring;
