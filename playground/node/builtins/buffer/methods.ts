import { codedError, outOfRange } from '../net/coded-error.ts';
import { encodingOf } from './encodings.ts';
import { fill } from './fill.ts';
import { FastBuffer } from './pool.ts';
import { compareBytes, search } from './search.ts';
import { validateBytes, validateInteger } from './validate.ts';

/** An index as `Array.prototype.slice` reads it: negative from the end, cut to the length. */
function relativeIndex(value: unknown, length: number, fallback: number): number {
  if (value === undefined) return fallback;
  const index = Math.trunc(Number(value)) || 0;
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length);
}

/** An index that counts from the start only. */
function index(value: unknown, length: number, fallback: number): number {
  if (value === undefined) return fallback;
  return Math.min(Math.max(0, Math.trunc(Number(value)) || 0), length);
}

function view(bytes: Uint8Array, start: unknown, end: unknown): FastBuffer {
  const from = relativeIndex(start, bytes.length, 0);
  const to = relativeIndex(end, bytes.length, bytes.length);
  return new FastBuffer(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from));
}

function swap(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length % size !== 0) {
    throw codedError(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${size * 8}-bits`);
  }
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
  return bytes;
}

/** From native code: without the code in its name. */
const notText = () => Object.assign(new TypeError('argument must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });

type Bytes = Uint8Array;

/** @see https://nodejs.org/api/buffer.html#class-buffer */
export const methods = {
  toString(this: Bytes, encoding?: unknown, start?: unknown, end?: unknown): string {
    if (encoding === undefined && start === undefined && end === undefined) return encodingOf('utf8').decode(this);
    const from = index(start, this.length, 0);
    const to = index(end, this.length, this.length);
    if (to <= from) return '';
    const { decode } = encodingOf(encoding === undefined ? 'utf8' : encoding);
    return decode(from === 0 && to === this.length ? this : view(this, from, to));
  },

  write(this: Bytes, text: unknown, ...rest: unknown[]): number {
    let [offset, length, encoding] = rest;
    if (typeof offset === 'string') [offset, length, encoding] = [undefined, undefined, offset];
    else if (typeof length === 'string') [length, encoding] = [undefined, length];
    if (offset === undefined) offset = 0;
    else validateInteger(offset, 'offset', 0, this.length);
    const start = Number(offset);
    const room = this.length - start;
    if (length !== undefined) validateInteger(length, 'length', 0, this.length);
    const { write } = encodingOf(encoding || 'utf8');
    if (typeof text !== 'string') throw notText();
    return write(text, this.subarray(start, start + Math.min(room, length === undefined ? room : Number(length))));
  },

  copy(this: Bytes, target: unknown, targetStart?: unknown, sourceStart?: unknown, sourceEnd?: unknown): number {
    validateBytes(target, 'target');
    const to = Math.trunc(Number(targetStart)) || 0;
    if (to < 0) throw outOfRange('targetStart', '>= 0', targetStart);
    const from = Math.trunc(Number(sourceStart)) || 0;
    if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
    const end = sourceEnd === undefined ? this.length : Math.trunc(Number(sourceEnd)) || 0;
    if (end < 0) throw outOfRange('sourceEnd', '>= 0', sourceEnd);
    if (to >= target.length || from >= end) return 0;
    const count = Math.min(end - from, target.length - to, this.length - from);
    target.set(this.subarray(from, from + count), to);
    return count;
  },

  equals(this: Bytes, other: unknown): boolean {
    validateBytes(other, 'otherBuffer');
    return this.length === other.length && compareBytes(this, other) === 0;
  },

  compare(this: Bytes, target: unknown, ...bounds: unknown[]): -1 | 0 | 1 {
    validateBytes(target, 'target');
    const [targetStart = 0, targetEnd = target.length, sourceStart = 0, sourceEnd = this.length] = bounds;
    const { MAX_SAFE_INTEGER } = Number;
    validateInteger(targetStart, 'targetStart', 0, MAX_SAFE_INTEGER);
    validateInteger(targetEnd, 'targetEnd', 0, target.length);
    validateInteger(sourceStart, 'sourceStart', 0, MAX_SAFE_INTEGER);
    validateInteger(sourceEnd, 'sourceEnd', 0, this.length);
    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return compareBytes(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
  },

  indexOf(this: Bytes, value: unknown, byteOffset?: unknown, encoding?: unknown): number {
    return search(this, value, byteOffset, encoding, true);
  },

  lastIndexOf(this: Bytes, value: unknown, byteOffset?: unknown, encoding?: unknown): number {
    return search(this, value, byteOffset, encoding, false);
  },

  includes(this: Bytes, value: unknown, byteOffset?: unknown, encoding?: unknown): boolean {
    return search(this, value, byteOffset, encoding, true) >= 0;
  },

  fill(this: Bytes, value?: unknown, offset?: unknown, end?: unknown, encoding?: unknown): Bytes {
    fill(this, value, offset, end, encoding);
    return this;
  },

  toJSON(this: Bytes): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  },

  subarray(this: Bytes, start?: unknown, end?: unknown): FastBuffer {
    return view(this, start, end);
  },

  slice(this: Bytes, start?: unknown, end?: unknown): FastBuffer {
    return view(this, start, end);
  },

  swap16(this: Bytes): Bytes {
    return swap(this, 2);
  },

  swap32(this: Bytes): Bytes {
    return swap(this, 4);
  },

  swap64(this: Bytes): Bytes {
    return swap(this, 8);
  },
};

/** `latin1Slice`, `utf8Write` and so on: what `toString` and `write` stand on in Node, and some libraries call. */
export function encodingMethods(): Record<string, (this: Bytes, ...args: never[]) => unknown> {
  const made: Record<string, (this: Bytes, ...args: never[]) => unknown> = {};
  const names = ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8'] as const;
  for (const name of names) {
    const { decode, write } = encodingOf(name);
    made[`${name}Slice`] = function (this: Bytes, start: number = 0, end: number = this.length) {
      if (start < 0 || end > this.length) throw new RangeError('Index out of range');
      return decode(view(this, start, end));
    };
    made[`${name}Write`] = function (
      this: Bytes,
      text: string,
      offset: number = 0,
      length: number = this.length - offset,
    ) {
      if (typeof text !== 'string') throw notText();
      return write(text, this.subarray(offset, offset + length));
    };
  }
  return made;
}
