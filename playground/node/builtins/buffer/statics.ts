import { invalidArgType } from '../net/coded-error.ts';
import { findEncoding, utf8 } from './encodings.ts';
import { fill } from './fill.ts';
import { copyOfView, from } from './from.ts';
import { allocate, FastBuffer, pool } from './pool.ts';
import { compareBytes } from './search.ts';
import { validateBytes, validateInteger, validateSize } from './validate.ts';

export function alloc(size: unknown, value?: unknown, encoding?: unknown): FastBuffer {
  validateSize(size, 'size');
  const made = memory(size);
  if (value !== undefined && value !== 0 && size > 0) fill(made, value, encoding, undefined, undefined);
  return made;
}

function memory(size: number): FastBuffer {
  try {
    return new FastBuffer(Math.trunc(size));
  } catch {
    throw new RangeError('Array buffer allocation failed');
  }
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value === 'string') {
    return ((typeof encoding === 'string' ? findEncoding(encoding) : undefined) ?? utf8).byteLength(value);
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) return value.byteLength;
  throw invalidArgType('string', 'of type string or an instance of Buffer or ArrayBuffer', value);
}

function concat(list: unknown, length?: unknown): FastBuffer {
  if (!Array.isArray(list)) throw invalidArgType('list', 'an instance of Array', list);
  if (length !== undefined) validateInteger(length, 'length', 0, Number.MAX_SAFE_INTEGER);
  for (const [position, part] of list.entries()) validateBytes(part, `list[${position}]`);
  const parts: Uint8Array[] = list;
  const total = length === undefined ? parts.reduce((sum, part) => sum + part.length, 0) : Number(length);
  if (total === 0) return new FastBuffer(0);
  const joined = allocate(total);
  let position = 0;
  for (const part of parts) {
    if (position >= total) break;
    joined.set(position + part.length > total ? part.subarray(0, total - position) : part, position);
    position += part.length;
  }
  if (position < total) Uint8Array.prototype.fill.call(joined, 0, position);
  return joined;
}

function copyBytesFrom(view: unknown, offset?: unknown, length?: unknown): FastBuffer {
  if (!ArrayBuffer.isView(view) || view instanceof DataView || !('length' in view)) {
    throw invalidArgType('view', 'an instance of TypedArray', view);
  }
  const count = Number(view.length);
  if (count === 0) return new FastBuffer(0);
  const { MAX_SAFE_INTEGER } = Number;
  if (offset !== undefined) validateInteger(offset, 'offset', 0, MAX_SAFE_INTEGER);
  if (length !== undefined) validateInteger(length, 'length', 0, MAX_SAFE_INTEGER);
  const start = Math.min(Number(offset ?? 0), count);
  const end = length === undefined ? count : Math.min(start + Number(length), count);
  const size = view.byteLength / count;
  return copyOfView(view, start * size, end * size);
}

/** @see https://nodejs.org/api/buffer.html#static-method-bufferallocsize-fill-encoding */
export const statics = {
  from,
  copyBytesFrom,
  of: (...values: number[]): FastBuffer => from(values),
  alloc,
  allocUnsafe(size: unknown): FastBuffer {
    validateSize(size, 'size');
    return size < pool.size >>> 1 ? allocate(Math.trunc(size)) : memory(size);
  },
  allocUnsafeSlow(size: unknown): FastBuffer {
    validateSize(size, 'size');
    return memory(size);
  },
  isBuffer: (value: unknown): boolean => value instanceof FastBuffer,
  compare(left: unknown, right: unknown): -1 | 0 | 1 {
    validateBytes(left, 'buf1');
    validateBytes(right, 'buf2');
    return left === right ? 0 : compareBytes(left, right);
  },
  isEncoding: (name: unknown): boolean => typeof name === 'string' && name !== '' && findEncoding(name) !== undefined,
  concat,
  byteLength,
};
