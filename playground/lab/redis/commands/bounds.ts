import { type Bytes, compareBytes } from '../bytes.ts';
import { parseDouble, parseInt64 } from '../numbers.ts';
import { CommandError, notAnInteger } from '../reply.ts';
import type { SortedSet } from '../sorted-set.ts';

/** Finds where a range lies in a sorted set: from an index up to, but not including, another. */
export type Bounds = (sorted: SortedSet) => { readonly from: number; readonly to: number };

/** From one position to another, both included; negative ones count from the end. In reverse, positions do too. */
export function rankBounds(first: Bytes, second: Bytes, reverse: boolean): Bounds {
  const [start, end] = [parseInt64(first), parseInt64(second)];
  if (start === null || end === null) throw notAnInteger();
  return ({ size }) => {
    const from = start < 0n ? Math.max(0, size + Number(start)) : Number(start);
    const to = Math.min(size - 1, end < 0n ? size + Number(end) : Number(end));
    return reverse ? { from: Math.max(0, size - 1 - to), to: size - from } : { from, to: to + 1 };
  };
}

interface Limit<T> {
  readonly value: T;
  readonly exclusive: boolean;
}

function scoreLimit(text: Bytes): Limit<number> {
  const exclusive = text.startsWith('(');
  const value = parseDouble(exclusive ? text.slice(1) : text);
  if (value === null) throw new CommandError('ERR min or max is not a float');
  return { value, exclusive };
}

/** From one score to another: `5`, `(5`, `-inf`, `+inf`. */
export function scoreBounds(min: Bytes, max: Bytes): Bounds {
  const [low, high] = [scoreLimit(min), scoreLimit(max)];
  return (sorted) => ({
    from: sorted.firstIndex(({ score }) => (low.exclusive ? score > low.value : score >= low.value)),
    to: sorted.firstIndex(({ score }) => (high.exclusive ? score >= high.value : score > high.value)),
  });
}

function lexLimit(text: Bytes): Limit<Bytes> | '-' | '+' {
  if (text === '-' || text === '+') return text;
  if (!text.startsWith('[') && !text.startsWith('(')) {
    throw new CommandError('ERR min or max not valid string range item');
  }
  return { value: text.slice(1), exclusive: text.startsWith('(') };
}

/** From one member to another: `[a`, `(a`, `-`, `+`. Makes sense when all have the same score. */
export function lexBounds(min: Bytes, max: Bytes): Bounds {
  const [low, high] = [lexLimit(min), lexLimit(max)];
  return (sorted) => ({
    from: sorted.firstIndex(({ member }) => {
      if (typeof low === 'string') return low === '-';
      const order = compareBytes(member, low.value);
      return low.exclusive ? order > 0 : order >= 0;
    }),
    to: sorted.firstIndex(({ member }) => {
      if (typeof high === 'string') return high === '-';
      const order = compareBytes(member, high.value);
      return high.exclusive ? order >= 0 : order > 0;
    }),
  });
}
