import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
import type { Database } from '../keyspace.ts';
import {
  array,
  bulkOrNull,
  bulks,
  CommandError,
  EMPTY,
  integer,
  NULL,
  NULL_ARRAY,
  noSuchKey,
  OK,
  type Reply,
  syntaxError,
} from '../reply.ts';
import type { ValueOf } from '../value.ts';
import type { Words } from '../words.ts';
import { findPositions, takePositionOptions } from './list-positions.ts';

export type End = 'LEFT' | 'RIGHT';

/** @see https://redis.io/docs/latest/commands/?group=list */
export const LIST_COMMANDS: CommandTable = {
  lpush: writing(-3, pushTo('LEFT', true)),
  rpush: writing(-3, pushTo('RIGHT', true)),
  lpushx: writing(-3, pushTo('LEFT', false)),
  rpushx: writing(-3, pushTo('RIGHT', false)),
  lpop: writing(-2, popFrom('LEFT')),
  rpop: writing(-2, popFrom('RIGHT')),
  llen: reading(2, ({ db }, words) => integer(itemsOf(db, words.take()).length)),
  lrange: reading(4, ({ db }, words) => {
    const key = words.take();
    const [start, end] = [words.takeInteger(), words.takeInteger()];
    return bulks(slice(itemsOf(db, key), start, end));
  }),
  lindex: reading(3, ({ db }, words) => {
    const key = words.take();
    const items = db.find(key, 'list')?.items;
    return items ? bulkOrNull(items.at(words.takeInteger())) : NULL;
  }),
  lset: writing(4, ({ db }, words) => {
    const key = words.take();
    const items = db.find(key, 'list')?.items;
    if (!items) throw noSuchKey();
    const index = words.takeInteger();
    const at = index < 0 ? items.length + index : index;
    if (at < 0 || at >= items.length) throw new CommandError('ERR index out of range');
    items[at] = words.take();
    db.changed(key);
    return OK;
  }),
  lrem: writing(4, removeItems),
  ltrim: writing(4, ({ db }, words) => {
    const key = words.take();
    const [start, end] = [words.takeInteger(), words.takeInteger()];
    const found = db.find(key, 'list');
    if (!found) return OK;
    found.items = slice(found.items, start, end);
    db.changed(key);
    return OK;
  }),
  linsert: writing(5, insert),
  lmove: writing(
    5,
    ({ db }, words) => {
      const [from, to] = [words.take(), words.take()];
      return bulkOrNull(moveItem(db, from, to, takeEnd(words), takeEnd(words)));
    },
    [1, 2, 1],
  ),
  rpoplpush: writing(
    3,
    ({ db }, words) => bulkOrNull(moveItem(db, words.take(), words.take(), 'RIGHT', 'LEFT')),
    [1, 2, 1],
  ),
  lpos: reading(-3, ({ db }, words) => {
    const key = words.take();
    const item = words.take();
    const options = takePositionOptions(words);
    const found = db.find(key, 'list');
    if (!found) return options.count === null ? NULL : EMPTY;
    const positions = findPositions(found.items, item, options);
    if (options.count !== null) return array(positions.map(integer));
    const [first] = positions;
    return first === undefined ? NULL : integer(first);
  }),
};

export function takeEnd(words: Words): End {
  const end = words.takeOption();
  if (end !== 'LEFT' && end !== 'RIGHT') throw syntaxError();
  return end;
}

function itemsOf(db: Database, key: Bytes): readonly Bytes[] {
  return db.find(key, 'list')?.items ?? [];
}

function slice(items: readonly Bytes[], start: number, end: number): Bytes[] {
  return items.slice(start, end === -1 ? undefined : end + 1);
}

function pushTo(end: End, create: boolean): Run {
  return ({ db }, words) => {
    const key = words.take();
    const found = db.find(key, 'list');
    if (!found && !create) return integer(0);
    return integer(pushItems(db, key, end, words.takeAll()));
  };
}

/** Returns how long the list is then. */
export function pushItems(db: Database, key: Bytes, end: End, added: readonly Bytes[]): number {
  const list = db.findOrCreate(key, 'list', (): ValueOf<'list'> => ({ type: 'list', items: [] }));
  for (const item of added) {
    if (end === 'RIGHT') list.items.push(item);
    else list.items.unshift(item);
  }
  const { length } = list.items;
  db.changed(key);
  return length;
}

/** Takes one item; undefined from a key without a list. */
export function popItem(db: Database, key: Bytes, end: End): Bytes | undefined {
  const items = db.find(key, 'list')?.items;
  const item = end === 'LEFT' ? items?.shift() : items?.pop();
  if (item !== undefined) db.changed(key);
  return item;
}

export function moveItem(db: Database, from: Bytes, to: Bytes, take: End, put: End): Bytes | undefined {
  if (!db.has(from)) return undefined;
  // The wrong type of the target must not cost the item.
  db.find(from, 'list');
  db.find(to, 'list');
  const item = popItem(db, from, take);
  if (item !== undefined) pushItems(db, to, put, [item]);
  return item;
}

function popFrom(end: End): Run {
  return ({ db }: Context, words: Words): Reply => {
    const key = words.take();
    if (words.done) return bulkOrNull(popItem(db, key, end));
    if (words.left > 1)
      throw new CommandError(`ERR wrong number of arguments for '${end === 'LEFT' ? 'l' : 'r'}pop' command`);
    const count = words.takeCount();
    const found = db.find(key, 'list');
    if (!found) return NULL_ARRAY;
    if (count === 0) return EMPTY;
    const popped = end === 'LEFT' ? found.items.splice(0, count) : found.items.splice(-count).reverse();
    db.changed(key);
    return bulks(popped);
  };
}

function removeItems({ db }: Context, words: Words): Reply {
  const key = words.take();
  const count = words.takeInteger();
  const item = words.take();
  const found = db.find(key, 'list');
  if (!found) return integer(0);
  const options = { rank: count < 0 ? -1 : 1, count: Math.abs(count), maxLength: 0 };
  const positions = new Set(findPositions(found.items, item, options));
  if (positions.size === 0) return integer(0);
  found.items = found.items.filter((_, index) => !positions.has(index));
  db.changed(key);
  return integer(positions.size);
}

function insert({ db }: Context, words: Words): Reply {
  const key = words.take();
  const where = words.takeOption();
  if (where !== 'BEFORE' && where !== 'AFTER') throw syntaxError();
  const pivot = words.take();
  const items = db.find(key, 'list')?.items;
  if (!items) return integer(0);
  const at = items.indexOf(pivot);
  if (at === -1) return integer(-1);
  items.splice(where === 'BEFORE' ? at : at + 1, 0, words.take());
  db.changed(key);
  return integer(items.length);
}
