import { CommandError } from '../reply.ts';
import type { Trim } from '../stream.ts';
import { parseId } from '../stream-id.ts';
import type { Words } from '../words.ts';

/** How many entries one approximate trimming removes at most, unless LIMIT says otherwise. */
const DEFAULT_LIMIT = 10_000;

export interface TrimOptions {
  /** Takes MAXLEN, MINID or LIMIT with what belongs to it; false when something else comes. */
  take(words: Words): boolean;
  /** Null when there is nothing to trim. */
  finish(): Trim | null;
}

/** The options of XADD and XTRIM that say what to remove. @see https://redis.io/docs/latest/commands/xtrim/ */
export function createTrimOptions(): TrimOptions {
  let by: Trim['by'] | null = null;
  let approximate = false;
  let limit: number | null = null;
  return {
    take(words) {
      const option = words.peek()?.toUpperCase();
      // What has nothing after it is an id.
      if (words.left < 2) return false;
      if (option === 'MAXLEN' || option === 'MINID') {
        if (by !== null) {
          throw new CommandError('ERR syntax error, MAXLEN and MINID options at the same time are not compatible');
        }
        words.take();
        approximate = false;
        if (words.left >= 2 && words.skip('~')) approximate = true;
        else if (words.left >= 2) words.skip('=');
        by =
          option === 'MINID'
            ? { minId: parseId(words.take()) }
            : { maxLength: takeNonNegative(words, 'ERR The MAXLEN argument must be >= 0.') };
        return true;
      }
      if (option === 'LIMIT') {
        words.take();
        limit = takeNonNegative(words, 'ERR The LIMIT argument must be >= 0.');
        return true;
      }
      return false;
    },
    finish() {
      if (limit !== null && by === null) {
        throw new CommandError('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
      }
      if (limit !== null && !approximate) {
        throw new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option');
      }
      return by === null ? null : { by, approximate, limit: limit ?? (approximate ? DEFAULT_LIMIT : 0) };
    },
  };
}

function takeNonNegative(words: Words, negative: string): number {
  const value = words.takeInteger();
  if (value < 0) throw new CommandError(negative);
  return value;
}
