import type { Context } from '../command.ts';
import { CommandError, double, integer, NULL, type Reply, syntaxError } from '../reply.ts';
import type { Scored } from '../sorted-set.ts';
import type { Words } from '../words.ts';
import { notANumber, sortedOrNew } from './sorted-set-access.ts';

type Option = 'NX' | 'XX' | 'GT' | 'LT' | 'CH' | 'INCR';

const isOption = (word: string): word is Option => ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes(word);

function takeOptions(words: Words): ReadonlySet<Option> {
  const options = new Set<Option>();
  for (;;) {
    const word = words.peek()?.toUpperCase() ?? '';
    if (!isOption(word)) return options;
    options.add(word);
    words.take();
  }
}

function checkOptions(options: ReadonlySet<Option>): void {
  if (options.has('NX') && options.has('XX')) {
    throw new CommandError('ERR XX and NX options at the same time are not compatible');
  }
  if ([options.has('GT'), options.has('LT'), options.has('NX')].filter(Boolean).length > 1) {
    throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
}

function takeScored(words: Words): Scored[] {
  const items: Scored[] = [];
  while (!words.done) {
    const score = words.takeDouble();
    items.push({ member: words.take(), score });
  }
  return items;
}

/** ZADD. @see https://redis.io/docs/latest/commands/zadd/ */
export function addScores({ db }: Context, words: Words): Reply {
  const key = words.take();
  const options = takeOptions(words);
  if (words.left === 0 || words.left % 2 !== 0) throw syntaxError();
  checkOptions(options);
  const increment = options.has('INCR');
  if (increment && words.left > 2) {
    throw new CommandError('ERR INCR option supports a single increment-element pair');
  }
  const items = takeScored(words);
  const exists = db.find(key, 'zset') !== undefined;
  if (!exists && options.has('XX')) return increment ? NULL : integer(0);
  const sorted = sortedOrNew(db, key);
  let added = 0;
  let updated = 0;
  let result: number | null = null;
  for (const { member, score } of items) {
    const previous = sorted.score(member);
    const next = increment && previous !== undefined ? previous + score : score;
    if (Number.isNaN(next)) throw notANumber();
    if (isRefused(options, previous, next)) continue;
    if (previous === undefined) added++;
    else if (previous !== next) updated++;
    sorted.set(member, next);
    result = next;
  }
  if (added + updated > 0 || !exists) db.changed(key);
  if (increment) return result === null ? NULL : double(result);
  return integer(options.has('CH') ? added + updated : added);
}

function isRefused(options: ReadonlySet<Option>, previous: number | undefined, next: number): boolean {
  if (previous === undefined) return options.has('XX');
  return options.has('NX') || (options.has('GT') && next <= previous) || (options.has('LT') && next >= previous);
}
