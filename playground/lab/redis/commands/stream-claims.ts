import type { Context } from '../command.ts';
import type { Consumer } from '../consumer-group.ts';
import { parseInt64 } from '../numbers.ts';
import { array, bulk, bulks, CommandError, type Reply, syntaxError } from '../reply.ts';
import { formatId, ID_MIN, parseId, type StreamId } from '../stream-id.ts';
import type { StreamEntry } from '../stream-node.ts';
import type { Words } from '../words.ts';
import { findGroup } from './pending-group.ts';
import { entryReply, takeStart } from './streams.ts';

interface ClaimOptions {
  /** Epoch milliseconds from which the entry counts as idle. */
  readonly deliveredAt: number;
  readonly deliveries: number | null;
  /** Whether entries that are not pending are claimed too. */
  readonly force: boolean;
  readonly justId: boolean;
  readonly lastId: StreamId;
}

function takeMinIdle(words: Words, command: string): number {
  return Math.max(0, words.takeInteger(`ERR Invalid min-idle-time argument for ${command}`));
}

/** Takes words as long as they are ids. */
function takeIds(words: Words): StreamId[] {
  const ids: StreamId[] = [];
  for (;;) {
    const word = words.peek();
    if (word === undefined || !/^\d+(-\d+)?$/.test(word)) return ids;
    ids.push(parseId(words.take()));
  }
}

function takeClaimOptions(words: Words): ClaimOptions {
  const now = Date.now();
  let options: ClaimOptions = { deliveredAt: now, deliveries: null, force: false, justId: false, lastId: ID_MIN };
  while (!words.done) {
    const word = words.take();
    const option = word.toUpperCase();
    if (option === 'FORCE') options = { ...options, force: true };
    else if (option === 'JUSTID') options = { ...options, justId: true };
    else if (option === 'IDLE' && !words.done) {
      const idle = words.takeInteger('ERR Invalid IDLE option argument for XCLAIM');
      options = { ...options, deliveredAt: now - idle };
    } else if (option === 'TIME' && !words.done) {
      options = { ...options, deliveredAt: words.takeInteger('ERR Invalid TIME option argument for XCLAIM') };
    } else if (option === 'RETRYCOUNT' && !words.done) {
      const deliveries = words.takeInteger('ERR Invalid RETRYCOUNT option argument for XCLAIM');
      options = { ...options, deliveries: deliveries < 0 ? null : deliveries };
    } else if (option === 'LASTID' && !words.done) options = { ...options, lastId: parseId(words.take()) };
    else throw new CommandError(`ERR Unrecognized XCLAIM option '${word}'`);
  }
  // A time in the future, or before 1970, is a mistake of somebody's clock.
  const { deliveredAt } = options;
  return deliveredAt < 0 || deliveredAt > now ? { ...options, deliveredAt: now } : options;
}

/** Gives entries that were pending too long to another consumer. @see https://redis.io/docs/latest/commands/xclaim/ */
export function claim({ db }: Context, words: Words): Reply {
  const key = words.take();
  const { stream, group } = findGroup(db, key, words.take());
  const name = words.take();
  const minIdle = takeMinIdle(words, 'XCLAIM');
  const ids = takeIds(words);
  const options = takeClaimOptions(words);
  if (options.lastId > group.lastId) group.lastId = options.lastId;
  const claimed: StreamEntry[] = [];
  let consumer: Consumer | null = null;
  for (const id of ids) {
    const pending = group.find(id);
    const entry = stream.get(id);
    if (!entry) {
      group.release(id);
      continue;
    }
    if (!pending && !options.force) continue;
    if (pending && Date.now() - pending.deliveredAt < minIdle) continue;
    consumer ??= group.visit(name);
    const deliveries = options.deliveries ?? (pending?.deliveries ?? 1) + (options.justId ? 0 : 1);
    group.assign(id, consumer, options.deliveredAt, deliveries);
    claimed.push(entry);
  }
  db.changed(key);
  return claimedReply(claimed, options.justId);
}

/** As `claim`, for whatever is pending too long. @see https://redis.io/docs/latest/commands/xautoclaim/ */
export function autoClaim({ db }: Context, words: Words): Reply {
  const key = words.take();
  const groupName = words.take();
  const name = words.take();
  const minIdle = takeMinIdle(words, 'XAUTOCLAIM');
  const start = takeStart(words);
  const { count, justId } = takeAutoClaimOptions(words);
  const { stream, group } = findGroup(db, key, groupName);
  const consumer = group.visit(name);
  const claimed: StreamEntry[] = [];
  const deleted: StreamId[] = [];
  const candidates = group.pending.filter(({ id }) => id >= start);
  const now = Date.now();
  let examined = 0;
  for (const { id, deliveredAt, deliveries } of candidates) {
    // So that many entries which are not idle cost no more than ten times what was asked for.
    if (examined === count * 10 || claimed.length + deleted.length === count) break;
    examined++;
    const entry = stream.get(id);
    if (!entry) {
      group.release(id);
      deleted.push(id);
    } else if (now - deliveredAt >= minIdle) {
      group.assign(id, consumer, now, deliveries + (justId ? 0 : 1));
      claimed.push(entry);
    }
  }
  db.changed(key);
  const next = candidates[examined]?.id ?? ID_MIN;
  return array([bulk(formatId(next)), claimedReply(claimed, justId), bulks(deleted.map(formatId))]);
}

function takeAutoClaimOptions(words: Words): { readonly count: number; readonly justId: boolean } {
  let count = 100;
  let justId = false;
  while (!words.done) {
    if (words.skip('JUSTID')) justId = true;
    else if (words.left >= 2 && words.skip('COUNT')) {
      const value = parseInt64(words.take());
      if (value === null || value < 1n) throw new CommandError('ERR COUNT must be > 0');
      count = Number(value);
    } else throw syntaxError();
  }
  return { count, justId };
}

function claimedReply(entries: readonly StreamEntry[], justId: boolean): Reply {
  return array(entries.map((entry) => (justId ? bulk(formatId(entry.id)) : entryReply(entry))));
}
