import { toBytes } from '../crypto/arguments.ts';
import { invalidArgType, outOfRange } from '../net/coded-error.ts';

/** The polynomial of IEEE 802.3, its bits reversed. */
const POLYNOMIAL = 0xed_b8_83_20;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** @see https://nodejs.org/api/zlib.html#zlibcrc32data-value */
export function crc32(data: unknown, value: unknown = 0): number {
  const bytes = toBytes(data, 'data', 'utf8', 'of type string or an instance of Buffer, TypedArray, or DataView');
  if (typeof value !== 'number') throw invalidArgType('value', 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange('value', 'an integer', value);
  if (value < 0 || value > 0xff_ff_ff_ff) throw outOfRange('value', '>= 0 && <= 4294967295', value);
  let crc = ~value;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}
