import { CommandError, syntaxError } from '../reply.ts';
import type { Words } from '../words.ts';

/** Up to `count` different items, or, with a negative count, that many with repetitions. */
export function pickRandom<T>(items: readonly T[], count: number): T[] {
  if (items.length === 0) return [];
  if (count < 0) return Array.from({ length: -count }, () => items[Math.floor(Math.random() * items.length)]!);
  const rest = [...items];
  const picked: T[] = [];
  while (picked.length < count && rest.length > 0) {
    const at = Math.floor(Math.random() * rest.length);
    picked.push(rest[at]!);
    // The last item takes the picked one's place: order means nothing here.
    rest[at] = rest[rest.length - 1]!;
    rest.pop();
  }
  return picked;
}

/** Reads a count and the one option that may follow it. */
export function takeRandomCount(words: Words, option: string): { readonly count: number; readonly withExtra: boolean } {
  const count = words.takeInteger();
  if (count < -(2 ** 31)) throw new CommandError('ERR value is out of range');
  const withExtra = words.skip(option);
  if (!words.done) throw syntaxError();
  return { count, withExtra };
}
