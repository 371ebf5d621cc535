import { Buffer } from '../buffer.ts';
import { invalidArgType, outOfRange } from '../net/coded-error.ts';

const BYTES = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';

/** Bytes of text or of any kind of buffer, which is not copied. */
export function toBytes(value: unknown, name: string, encoding?: unknown, expected = BYTES): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value, toEncoding(encoding) ?? 'utf8');
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedBuffer) return new Uint8Array(value);
  throw invalidArgType(name, expected, value);
}

/** Pages that are not isolated have no SharedArrayBuffer. */
const SharedBuffer = globalThis.SharedArrayBuffer ?? class {};

/** An encoding that is unknown counts as none, as in Node. */
export function toEncoding(encoding: unknown): BufferEncoding | null {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : null;
}

export function encodedDigest(bytes: Uint8Array, encoding: unknown): string | Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = toEncoding(encoding);
  return known ? buffer.toString(known) : buffer;
}

export function toCount(value: unknown, name: string, from: number, to = 2 ** 31 - 1): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!(value >= from && value <= to)) throw outOfRange(name, `>= ${from} && <= ${to}`, value);
  return value;
}

export function toText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
  return value;
}

export type Callback<T> = (error: Error | null, result?: T) => void;

export function checkCallback(callback: unknown): void {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
}
