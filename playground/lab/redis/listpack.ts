import type { Bytes } from './bytes.ts';
import { parseInt64 } from './numbers.ts';

/** Bytes of an empty listpack: its head and its end. */
export const LISTPACK_OVERHEAD = 7;

/**
 * How many bytes an element takes in a listpack. Streams are cut into nodes by this size, and `MAXLEN ~` removes whole
 * nodes, so it decides how many entries are left.
 *
 * @see https://github.com/antirez/listpack/blob/master/listpack.md
 */
export function listpackSize(element: Bytes): number {
  const integer = parseInt64(element);
  const encoded = integer === null ? stringSize(element.length) : integerSize(integer);
  return encoded + backLengthSize(encoded);
}

/** As `listpackSize`, for a number. */
export function listpackIntegerSize(integer: bigint): number {
  const encoded = integerSize(integer);
  return encoded + backLengthSize(encoded);
}

function integerSize(integer: bigint): number {
  if (integer >= 0n && integer <= 127n) return 1;
  if (integer >= -4096n && integer <= 4095n) return 2;
  for (const bytes of [2, 3, 4]) {
    const limit = 1n << BigInt(bytes * 8 - 1);
    if (integer >= -limit && integer < limit) return 1 + bytes;
  }
  return 9;
}

function stringSize(length: number): number {
  if (length < 64) return 1 + length;
  return length < 4096 ? 2 + length : 5 + length;
}

/** The length repeated at an element's end, to walk backwards. */
function backLengthSize(length: number): number {
  if (length <= 127) return 1;
  if (length < 16_384) return 2;
  if (length < 2_097_152) return 3;
  return length < 268_435_456 ? 4 : 5;
}
