import { codedError, invalidArgType, outOfRange } from '../net/coded-error.ts';

/** An integer from `low` to `high`, both included. */
export function validateInteger(value: unknown, name: string, low: number, high: number): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < low || value > high) throw outOfRange(name, `>= ${low} && <= ${high}`, value);
}

/** A size of memory; a fraction is cut off by whoever allocates. */
export function validateSize(value: unknown, name: string): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw outOfRange(name, `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  }
}

export function validateBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw invalidArgType(name, 'an instance of Buffer or Uint8Array', value);
}

/** The error of a read or a write that does not fit: `last` is the last offset that would. */
export function boundsError(offset: unknown, last: number): Error {
  if (typeof offset !== 'number') return invalidArgType('offset', 'of type number', offset);
  if (!Number.isInteger(offset)) return outOfRange('offset', 'an integer', offset);
  if (last < 0) {
    return codedError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  return outOfRange('offset', `>= 0 and <= ${last}`, offset);
}
