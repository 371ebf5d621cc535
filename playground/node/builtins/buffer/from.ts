import { codedError, invalidArgType } from '../net/coded-error.ts';
import { encodingOf } from './encodings.ts';
import { allocate, allocateUpTo, FastBuffer, pool } from './pool.ts';

const encoder = new TextEncoder();

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isArrayBuffer = (value: unknown): value is ArrayBufferLike =>
  value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer);

/** A string's bytes. Anything but a non-empty string names no encoding, and then it is UTF-8. */
export function fromString(text: string, name?: unknown): FastBuffer {
  const encoding = encodingOf(typeof name === 'string' && name !== '' ? name : 'utf8');
  if (text.length === 0) return new FastBuffer(0);
  if (encoding.name === 'utf8' && text.length * 3 >= pool.size >>> 1) {
    const bytes = encoder.encode(text);
    return new FastBuffer(bytes.buffer, 0, bytes.length);
  }
  // Three bytes a character is the most that UTF-8 needs: counting first would read a short text twice.
  const most = encoding.name === 'utf8' ? text.length * 3 : encoding.byteLength(text);
  return allocateUpTo(most, (target) => encoding.write(text, target));
}

/** The memory itself, not a copy. */
export function fromArrayBuffer(memory: ArrayBufferLike, byteOffset: unknown, length: unknown): FastBuffer {
  const offset = Number(byteOffset) || 0;
  const most = memory.byteLength - offset;
  if (most < 0) throw outside('offset');
  const wanted = Number(length);
  if (length !== undefined && wanted > most) throw outside('length');
  if (offset < 0) throw new RangeError(`Start offset ${offset} is outside the bounds of the buffer`);
  return new FastBuffer(memory, offset, length === undefined ? most : Math.max(0, wanted || 0));
}

const outside = (name: string) =>
  codedError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`);

function fromArrayLike(list: ArrayLike<unknown>): FastBuffer {
  if (list.length <= 0) return new FastBuffer(0);
  const made = allocate(list.length);
  if (list instanceof Uint8Array) made.set(list);
  else for (let position = 0; position < list.length; position += 1) made[position] = Number(list[position]);
  return made;
}

function fromObject(value: object): FastBuffer | undefined {
  if ('length' in value || ('buffer' in value && isArrayBuffer(value.buffer))) {
    const { length } = value as { length?: unknown };
    return typeof length === 'number' ? fromArrayLike(value as ArrayLike<unknown>) : new FastBuffer(0);
  }
  if ('type' in value && 'data' in value && value.type === 'Buffer' && Array.isArray(value.data)) {
    return fromArrayLike(value.data);
  }
  return undefined;
}

/**
 * @param encodingOrOffset - the encoding of a string, or the offset in an `ArrayBuffer`
 * @see https://nodejs.org/api/buffer.html#static-method-bufferfromarray
 */
export function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (isObject(value)) {
    if (isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive: unknown = value.valueOf?.();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || isObject(primitive))) {
      return from(primitive, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made) return made;
    const convert: unknown = Reflect.get(value, Symbol.toPrimitive);
    if (typeof convert === 'function') {
      const text: unknown = convert.call(value, 'string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw invalidArgType(
    'first argument',
    'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object',
    value,
  );
}

/** @see https://nodejs.org/api/buffer.html#static-method-buffercopybytesfromview-offset-length */
export function copyOfView(view: ArrayBufferView, start: number, end: number): FastBuffer {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start);
  const made = allocate(bytes.length);
  made.set(bytes);
  return made;
}
