import type { Bytes } from './bytes.ts';
import { parseDouble } from './numbers.ts';

/** `mantissa` times two to the power of `exponent`: exact. */
interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** What the processor's 80-bit numbers keep, in which Redis adds for INCRBYFLOAT. */
const MANTISSA_BITS = 64;
/** How many digits after the point Redis prints of the sum. */
const FRACTION_DIGITS = 17;
/** Further ones are no number that 80 bits can hold. */
const LARGEST_POWER_OF_TEN = 4900;

/**
 * Adds two numbers as INCRBYFLOAT does, to the last digit: 10.5 + 0.1 is 10.6, and 5.6 + 5000 is 5005.60000000000000009.
 * Null when the sum is not a finite number.
 */
export function addFloats(a: Bytes, b: Bytes): Bytes | null {
  const [left, right] = [parse(a), parse(b)];
  if (left === null || right === null) return null;
  const exponent = Math.min(left.exponent, right.exponent);
  const aligned = (value: Binary) => value.mantissa << BigInt(value.exponent - exponent);
  return format(round(aligned(left) + aligned(right), 1n, exponent));
}

function parse(text: Bytes): Binary | null {
  const decimal = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!decimal) {
    const value = parseDouble(text);
    return value === null || !Number.isFinite(value) ? null : { mantissa: BigInt(value), exponent: 0 };
  }
  const [, sign = '', whole = '', fraction = '', power = '0'] = decimal;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const ten = Number(power) - fraction.length;
  if (Math.abs(ten) > LARGEST_POWER_OF_TEN) return ten > 0 ? null : { mantissa: 0n, exponent: 0 };
  return ten >= 0 ? round(digits * 10n ** BigInt(ten), 1n, 0) : round(digits, 10n ** BigInt(-ten), 0);
}

const bitLength = (value: bigint) => value.toString(2).length;

/** The 64-bit mantissa nearest to a fraction times two to the power of `exponent`. */
function round(numerator: bigint, denominator: bigint, exponent: number): Binary {
  if (numerator === 0n) return { mantissa: 0n, exponent: 0 };
  const size = numerator < 0n ? -numerator : numerator;
  let shift = MANTISSA_BITS - bitLength(size) + bitLength(denominator);
  // The quotient has 64 bits, or one more.
  if (bitLength(scaledQuotient(size, denominator, shift)) > MANTISSA_BITS) shift--;
  const mantissa =
    shift >= 0 ? divide(size << BigInt(shift), denominator) : divide(size, denominator << BigInt(-shift));
  return { mantissa: numerator < 0n ? -mantissa : mantissa, exponent: exponent - shift };
}

function scaledQuotient(size: bigint, denominator: bigint, shift: number): bigint {
  return shift >= 0 ? (size << BigInt(shift)) / denominator : size / (denominator << BigInt(-shift));
}

/** Rounds to the nearest whole number, and a half to the even one. */
function divide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  const twice = (value % by) * 2n;
  const up = twice > by || (twice === by && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

function format({ mantissa, exponent }: Binary): Bytes {
  const scale = 10n ** BigInt(FRACTION_DIGITS);
  const size = (mantissa < 0n ? -mantissa : mantissa) * scale;
  const digits = exponent >= 0 ? size << BigInt(exponent) : divide(size, 1n << BigInt(-exponent));
  const fraction = String(digits % scale).padStart(FRACTION_DIGITS, '0');
  const text = `${digits / scale}.${fraction}`.replace(/\.?0+$/, '');
  return mantissa < 0n && digits !== 0n ? `-${text}` : text;
}
