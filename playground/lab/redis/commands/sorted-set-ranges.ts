import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
import type { Database } from '../keyspace.ts';
import { bulks, CommandError, integer, type Reply, syntaxError } from '../reply.ts';
import type { Scored, SortedSet } from '../sorted-set.ts';
import type { Words } from '../words.ts';
import { type Bounds, lexBounds, rankBounds, scoreBounds } from './bounds.ts';
import { removeMembers, sortedOf } from './sorted-set-access.ts';
import { scoredReply } from './sorted-sets.ts';

type By = 'rank' | 'score' | 'lex';

interface RangeForm {
  /** Null when an option chooses. */
  readonly by: By | null;
  readonly reverse: boolean | null;
}

/** The commands that read or remove a range of a sorted set. */
export const SORTED_SET_RANGE_COMMANDS: CommandTable = {
  zrange: reading(-4, readRange({ by: null, reverse: null })),
  zrevrange: reading(-4, readRange({ by: 'rank', reverse: true })),
  zrangebyscore: reading(-4, readRange({ by: 'score', reverse: false })),
  zrevrangebyscore: reading(-4, readRange({ by: 'score', reverse: true })),
  zrangebylex: reading(-4, readRange({ by: 'lex', reverse: false })),
  zrevrangebylex: reading(-4, readRange({ by: 'lex', reverse: true })),
  zcount: reading(4, ({ db }, words) => integer(takeRange(db, words, 'score').length)),
  zlexcount: reading(4, ({ db }, words) => integer(takeRange(db, words, 'lex').length)),
  zremrangebyrank: writing(4, removeRange('rank')),
  zremrangebyscore: writing(4, removeRange('score')),
  zremrangebylex: writing(4, removeRange('lex')),
};

function boundsOf(first: Bytes, second: Bytes, by: By, reverse: boolean): Bounds {
  switch (by) {
    case 'rank':
      return rankBounds(first, second, reverse);
    case 'score':
      return reverse ? scoreBounds(second, first) : scoreBounds(first, second);
    case 'lex':
      return reverse ? lexBounds(second, first) : lexBounds(first, second);
  }
}

function within(sorted: SortedSet, bounds: Bounds): readonly Scored[] {
  const { from, to } = bounds(sorted);
  return from < to ? sorted.ordered.slice(from, to) : [];
}

function takeRange(db: Database, words: Words, by: By): readonly Scored[] {
  const key = words.take();
  const bounds = boundsOf(words.take(), words.take(), by, false);
  return within(sortedOf(db, key), bounds);
}

function removeRange(by: By): Run {
  return ({ db }, words) => {
    const key = words.peek() ?? '';
    const members = takeRange(db, words, by).map(({ member }) => member);
    return integer(removeMembers(db, key, members));
  };
}

interface RangeOptions {
  readonly by: By;
  readonly reverse: boolean;
  readonly withScores: boolean;
  /** A negative count is no limit. */
  readonly limit: { readonly offset: number; readonly count: number } | null;
}

function takeOptions(words: Words, form: RangeForm): RangeOptions {
  let { by, reverse } = form;
  let withScores = false;
  let limit: RangeOptions['limit'] = null;
  while (!words.done) {
    const option = words.takeOption();
    if (option === 'WITHSCORES') withScores = true;
    else if (option === 'LIMIT' && words.left >= 2) {
      limit = { offset: words.takeInteger(), count: words.takeInteger() };
    } else if (option === 'REV' && form.reverse === null) reverse = true;
    else if (option === 'BYSCORE' && form.by === null) by = 'score';
    else if (option === 'BYLEX' && form.by === null) by = 'lex';
    else throw syntaxError();
  }
  return { by: by ?? 'rank', reverse: reverse ?? false, withScores, limit };
}

function readRange(form: RangeForm): Run {
  return (context: Context, words: Words): Reply => {
    const key = words.take();
    const [first, second] = [words.take(), words.take()];
    const { by, reverse, withScores, limit } = takeOptions(words, form);
    if (limit !== null && by === 'rank') {
      throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
    }
    if (withScores && by === 'lex') {
      throw new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
    }
    const bounds = boundsOf(first, second, by, reverse);
    const range = within(sortedOf(context.db, key), bounds);
    const items = limited(reverse ? range.toReversed() : range, limit);
    return withScores ? scoredReply(context, items) : bulks(items.map(({ member }) => member));
  };
}

function limited(items: readonly Scored[], limit: RangeOptions['limit']): readonly Scored[] {
  if (limit === null) return items;
  const { offset, count } = limit;
  if (offset < 0) return [];
  return items.slice(offset, count < 0 ? undefined : offset + count);
}
