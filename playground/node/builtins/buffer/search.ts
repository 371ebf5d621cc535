import { invalidArgType } from '../net/coded-error.ts';
import { encodingOf, findEncoding } from './encodings.ts';

/** The typed array's own: a buffer has others by these names, which stand on this module. */
const { indexOf, lastIndexOf } = Uint8Array.prototype;

/** −1, 0 or 1, byte by byte; of two that begin alike, the shorter is the smaller. */
export function compareBytes(left: Uint8Array, right: Uint8Array): -1 | 0 | 1 {
  const shared = Math.min(left.length, right.length);
  for (let position = 0; position < shared; position += 1) {
    const difference = (left[position] ?? 0) - (right[position] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  if (left.length === right.length) return 0;
  return left.length < right.length ? -1 : 1;
}

/** Where `value` lies in `bytes`, searched from `from` on (or backwards), or −1. */
export function search(bytes: Uint8Array, value: unknown, from: unknown, encoding: unknown, forward: boolean): number {
  const named = typeof from === 'string';
  const name = named ? from : encoding;
  const offset = named ? undefined : from;
  if (typeof value === 'number') return find(bytes, Uint8Array.of(value), offset, forward, 1);
  if (typeof value === 'string') {
    const { byteLength, write, name: found } = encodingOf(name ?? 'utf8');
    const needle = new Uint8Array(byteLength(value));
    const written = write(value, needle);
    return find(bytes, needle.subarray(0, written), offset, forward, found === 'utf16le' ? 2 : 1);
  }
  if (value instanceof Uint8Array) {
    const step = typeof name === 'string' && findEncoding(name)?.name === 'utf16le' ? 2 : 1;
    return find(bytes, value, offset, forward, step);
  }
  throw invalidArgType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
}

/**
 * Where a search begins. Negative offsets count from the end; what is no number means the whole buffer. −1: nowhere.
 */
function startOf(from: unknown, length: number, size: number, forward: boolean): number {
  const given = Number(from);
  const offset = from === undefined || Number.isNaN(given) ? (forward ? 0 : length) : Math.trunc(given);
  if (offset < 0) {
    if (offset + length >= 0) return offset + length;
    return forward || size === 0 ? 0 : -1;
  }
  if (offset + size <= length) return offset;
  if (size === 0) return length;
  return forward ? -1 : length - 1;
}

function find(bytes: Uint8Array, needle: Uint8Array, from: unknown, forward: boolean, step: 1 | 2): number {
  const start = startOf(from, bytes.length, needle.length, forward);
  const last = bytes.length - needle.length;
  const [first] = needle;
  if (first === undefined || start < 0) return start;
  let position = forward ? start - (start % step) : Math.min(start, last);
  while (position >= 0 && position <= last) {
    position = forward ? indexOf.call(bytes, first, position) : lastIndexOf.call(bytes, first, position);
    if (position < 0 || position > last) return -1;
    if (position % step === 0 && matches(bytes, needle, position)) return position;
    position += forward ? 1 : -1;
  }
  return -1;
}

function matches(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let position = 1; position < needle.length; position += 1) {
    if (bytes[at + position] !== needle[position]) return false;
  }
  return true;
}
