import { Buffer } from '../buffer.ts';
import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { toBytes, toInteger } from './arguments.ts';

/** The part of a buffer that a read fills. A null position is the descriptor's own, which moves. */
export interface ReadTarget {
  readonly buffer: ArrayBufferView;
  readonly part: Uint8Array;
  readonly position: number | null;
}

export interface WriteSource {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly position: number | null;
}

const DEFAULT_READ_BYTES = 16 * 1024;

/** Reads `(buffer, offset, length, position)`, `(buffer, options)`, and where Node allows it `(options)` or nothing. */
export function toReadTarget(given: readonly unknown[], allocates: boolean): ReadTarget {
  const [first, second] = given;
  if (ArrayBuffer.isView(first) && given.length > 2 && typeof second !== 'object') {
    // A length that is no number counts as none, here but not among options.
    return readTarget(first, second, Number(given[2]) || 0, given[3]);
  }
  const buffer = ArrayBuffer.isView(first) || !allocates ? toView(first) : null;
  const options = optionsObject(buffer ? second : first);
  return readTarget(
    buffer ?? (options.buffer === undefined ? Buffer.alloc(DEFAULT_READ_BYTES) : toView(options.buffer)),
    options.offset,
    options.length,
    options.position,
  );
}

function readTarget(buffer: ArrayBufferView, offsetGiven: unknown, lengthGiven: unknown, at: unknown): ReadTarget {
  const { byteLength } = buffer;
  const offset = toInteger(offsetGiven ?? 0, 'offset', 0, Number.MAX_SAFE_INTEGER);
  const length = lengthGiven ?? byteLength - offset;
  checkPart(byteLength, offset, length);
  const part = length === 0 ? new Uint8Array() : bytesOf(buffer, offset, Number(length));
  return { buffer, part, position: toReadPosition(at) };
}

/** Reads `(buffer, offset, length, position)`, `(buffer, options)` or `(text, position, encoding)`. */
export function toWriteSource(data: unknown, given: readonly unknown[]): WriteSource {
  if (typeof data === 'string') {
    return {
      bytes: toBytes(data, typeof given[0] === 'string' ? given[0] : given[1]),
      position: toWritePosition(given[0]),
    };
  }
  if (!ArrayBuffer.isView(data)) {
    throw invalidArgType('buffer', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  }
  const options = typeof given[0] === 'object' && given[0] !== null ? optionsObject(given[0]) : null;
  const [offsetGiven, lengthGiven, at] = options ? [options.offset, options.length, options.position] : given;
  const offset = offsetGiven ?? 0;
  if (typeof offset !== 'number') throw invalidArgType('offset', 'of type number', offset);
  if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset);
  const length = lengthGiven ?? data.byteLength - offset;
  checkPart(data.byteLength, offset, length);
  return { bytes: new Uint8Array(bytesOf(data, offset, Number(length))), position: toWritePosition(at) };
}

function checkPart(byteLength: number, offset: number, length: unknown): void {
  if (typeof length !== 'number') throw invalidArgType('length', 'of type number', length);
  if (length === 0) return;
  if (offset > byteLength) throw outOfRange('offset', `<= ${byteLength}`, offset);
  if (offset < 0) throw outOfRange('offset', '>= 0', offset);
  if (length > byteLength - offset) throw outOfRange('length', `<= ${byteLength - offset}`, length);
  if (length < 0) throw outOfRange('length', '>= 0', length);
}

export function toReadPosition(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw invalidArgType('position', 'of type bigint or integer', value);
  }
  const position = Number(value);
  if (position < -1) throw outOfRange('position', `>= -1 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  return position === -1 ? null : position;
}

/** What is no position writes where the descriptor stands. */
export function toWritePosition(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}

export function toView(value: unknown): ArrayBufferView {
  if (ArrayBuffer.isView(value)) return value;
  throw invalidArgType('buffer', 'an instance of Buffer, TypedArray, or DataView', value);
}

export function toViews(value: unknown): ArrayBufferView[] {
  if (Array.isArray(value) && value.every((view) => ArrayBuffer.isView(view))) return value;
  throw invalidArgType('buffers', 'an ArrayBufferView[]', value);
}

export function bytesOf(view: ArrayBufferView, offset = 0, length = view.byteLength - offset): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

function optionsObject(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw invalidArgType('options', 'of type object', value);
  return { ...value };
}
