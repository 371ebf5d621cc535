import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
import type { Database } from '../keyspace.ts';
import { formatDouble } from '../numbers.ts';
import { array, bulk, bulks, CommandError, double, EMPTY, integer, NULL, type Reply } from '../reply.ts';
import type { Scored } from '../sorted-set.ts';
import type { Words } from '../words.ts';
import { pickRandom, takeRandomCount } from './random.ts';
import { scanWhole } from './scan.ts';
import { notANumber, removeMembers, sortedOf, sortedOrNew } from './sorted-set-access.ts';
import { addScores } from './sorted-set-add.ts';

export type Edge = 'min' | 'max';

/** @see https://redis.io/docs/latest/commands/?group=sorted-set */
export const SORTED_SET_COMMANDS: CommandTable = {
  zadd: writing(-4, addScores),
  zincrby: writing(4, ({ db }, words) => {
    const key = words.take();
    const by = words.takeDouble();
    const member = words.take();
    const score = (db.find(key, 'zset')?.sorted.score(member) ?? 0) + by;
    if (Number.isNaN(score)) throw notANumber();
    sortedOrNew(db, key).set(member, score);
    db.changed(key);
    return double(score);
  }),
  zrem: writing(-3, ({ db }, words) => {
    const key = words.take();
    return integer(removeMembers(db, key, words.takeAll()));
  }),
  zcard: reading(2, ({ db }, words) => integer(sortedOf(db, words.take()).size)),
  zscore: reading(3, ({ db }, words) => doubleOrNull(sortedOf(db, words.take()).score(words.take()))),
  zmscore: reading(-3, ({ db }, words) => {
    const sorted = sortedOf(db, words.take());
    return array(words.takeAll().map((member) => doubleOrNull(sorted.score(member))));
  }),
  zrank: reading(3, ({ db }, words) => {
    const rank = sortedOf(db, words.take()).rank(words.take());
    return rank === undefined ? NULL : integer(rank);
  }),
  zrevrank: reading(3, ({ db }, words) => {
    const sorted = sortedOf(db, words.take());
    const rank = sorted.rank(words.take());
    return rank === undefined ? NULL : integer(sorted.size - 1 - rank);
  }),
  zpopmin: writing(-2, popEdge('min')),
  zpopmax: writing(-2, popEdge('max')),
  zrandmember: reading(-2, randomMembers),
  zscan: reading(-3, ({ db }, words) => {
    const key = words.take();
    return scanWhole(words, () =>
      sortedOf(db, key).ordered.map(({ member, score }) => ({
        name: member,
        reply: [bulk(member), bulk(formatDouble(score))],
      })),
    );
  }),
};

/** Takes the members with the lowest or the highest scores. */
export function popScored(db: Database, key: Bytes, edge: Edge, count: number): readonly Scored[] {
  const { ordered } = sortedOf(db, key);
  const popped = edge === 'min' ? ordered.slice(0, count) : count === 0 ? [] : ordered.slice(-count).reverse();
  removeMembers(
    db,
    key,
    popped.map(({ member }) => member),
  );
  return popped;
}

const doubleOrNull = (score: number | undefined): Reply => (score === undefined ? NULL : double(score));

/** Members with their scores: pairs in RESP3, one flat list in RESP2. */
export function scoredReply({ client }: Context, items: readonly Scored[]): Reply {
  const pairs = items.map(({ member, score }) => [bulk(member), double(score)]);
  return array(client.protocol === 3 ? pairs.map(array) : pairs.flat());
}

function popEdge(edge: Edge): Run {
  return (context, words) => {
    const { db } = context;
    const key = words.take();
    if (!words.done) {
      if (words.left > 1) throw new CommandError(`ERR wrong number of arguments for 'zpop${edge}' command`);
      const count = words.takeCount();
      return scoredReply(context, popScored(db, key, edge, count));
    }
    const [popped] = popScored(db, key, edge, 1);
    return popped ? array([bulk(popped.member), double(popped.score)]) : EMPTY;
  };
}

function randomMembers(context: Context, words: Words): Reply {
  const key = words.take();
  if (words.done) {
    const [picked] = pickRandom(sortedOf(context.db, key).ordered, 1);
    return picked ? bulk(picked.member) : NULL;
  }
  const { count, withExtra } = takeRandomCount(words, 'WITHSCORES');
  const picked = pickRandom(sortedOf(context.db, key).ordered, count);
  return withExtra ? scoredReply(context, picked) : bulks(picked.map(({ member }) => member));
}
