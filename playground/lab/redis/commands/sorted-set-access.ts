import type { Bytes } from '../bytes.ts';
import type { Database } from '../keyspace.ts';
import { CommandError } from '../reply.ts';
import { SortedSet } from '../sorted-set.ts';
import type { ValueOf } from '../value.ts';

const NONE = new SortedSet();

/** What a key holds, to read from. */
export function sortedOf(db: Database, key: Bytes): SortedSet {
  return db.find(key, 'zset')?.sorted ?? NONE;
}

/** What a key holds, to change. */
export function sortedOrNew(db: Database, key: Bytes): SortedSet {
  return db.findOrCreate(key, 'zset', (): ValueOf<'zset'> => ({ type: 'zset', sorted: new SortedSet() })).sorted;
}

export function removeMembers(db: Database, key: Bytes, members: readonly Bytes[]): number {
  const found = db.find(key, 'zset');
  const removed = members.filter((member) => found?.sorted.delete(member)).length;
  if (removed > 0) db.changed(key);
  return removed;
}

export const notANumber = () => new CommandError('ERR resulting score is not a number (NaN)');
