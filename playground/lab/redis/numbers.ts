import type { Bytes } from './bytes.ts';

export const INT64_MAX = 2n ** 63n - 1n;
export const INT64_MIN = -(2n ** 63n);

/** A signed 64-bit integer as Redis reads it: no plus sign, leading zero or space. Null for anything else. */
export function parseInt64(text: Bytes): bigint | null {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return null;
  const value = BigInt(text);
  return value >= INT64_MIN && value <= INT64_MAX ? value : null;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const HEXADECIMAL = /^([+-]?)(0x[\da-f]+)$/i;

/** A double as C's `strtod` reads it. Null for anything else, NaN included. */
export function parseDouble(text: Bytes): number | null {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    // `strtod` reports a range error for what is written out and does not fit.
    return Number.isFinite(value) ? value : null;
  }
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal) return Number(hexadecimal[2]) * (hexadecimal[1] === '-' ? -1 : 1);
  return null;
}

/** As C's `%.17g` prints it, which is how Redis 7.0 writes a score: 1.1 becomes 1.1000000000000001. */
export function formatDouble(value: number): string {
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(16).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 17) return trimZeros(value.toFixed(16 - exponent));
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${trimZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${digits}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Whether a text reads as a float for INCRBYFLOAT. */
export function isFloat(text: Bytes): boolean {
  return parseDouble(text) !== null;
}
