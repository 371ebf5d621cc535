import { invalidArgType, invalidArgValue, outOfRange } from '../net/coded-error.ts';
import { encodingOf } from './encodings.ts';
import { FastBuffer } from './pool.ts';

/**
 * Repeats `value` over the bytes from `offset` to `end`. A string may stand with its encoding in any later place.
 *
 * @see https://nodejs.org/api/buffer.html#buffillvalue-offset-end-encoding
 */
export function fill(bytes: Uint8Array, value: unknown, offset: unknown, end: unknown, encoding: unknown): void {
  if (typeof value === 'string') {
    const name = typeof offset === 'string' ? offset : typeof end === 'string' ? end : encoding;
    const from = typeof offset === 'string' ? undefined : offset;
    const to = typeof offset === 'string' || typeof end === 'string' ? undefined : end;
    fillText(bytes, value, name, from, to);
    return;
  }
  const [from, to] = bounds(bytes, offset, end);
  if (from >= to) return;
  if (value instanceof Uint8Array) repeat(bytes.subarray(from, to), value, value);
  else Uint8Array.prototype.fill.call(bytes, Number(value) & 255, from, to);
}

function fillText(bytes: Uint8Array, text: string, name: unknown, offset: unknown, end: unknown): void {
  if (name !== undefined && typeof name !== 'string') throw invalidArgType('encoding', 'of type string', name);
  const encoding = encodingOf(name || 'utf8');
  const [from, to] = bounds(bytes, offset, end);
  if (from >= to) return;
  if (text === '') {
    Uint8Array.prototype.fill.call(bytes, 0, from, to);
    return;
  }
  const pattern = new FastBuffer(encoding.byteLength(text));
  const written = encoding.write(text, pattern);
  repeat(bytes.subarray(from, to), Uint8Array.prototype.subarray.call(pattern, 0, written), text);
}

function bounds(bytes: Uint8Array, offset: unknown, end: unknown): readonly [from: number, to: number] {
  const from = offset === undefined ? 0 : checked(offset, 'offset', Number.MAX_SAFE_INTEGER);
  return [from, end === undefined ? bytes.length : checked(end, 'end', bytes.length)];
}

function checked(value: unknown, name: string, most: number): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > most) throw outOfRange(name, `>= 0 && <= ${most}`, value);
  return value;
}

function repeat(target: Uint8Array, pattern: Uint8Array, shown: unknown): void {
  if (pattern.length === 0) throw invalidArgValue('value', shown);
  target.set(pattern.subarray(0, target.length));
  // What is filled is copied behind itself, twice as much each time.
  for (let filled = pattern.length; filled < target.length; filled *= 2) {
    target.set(target.subarray(0, Math.min(filled, target.length - filled)), filled);
  }
}
