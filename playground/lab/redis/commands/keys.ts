import type { Bytes } from '../bytes.ts';
import { about, type CommandTable, type Context, container, reading, writing } from '../command.ts';
import { globMatcher } from '../glob.ts';
import type { Database } from '../keyspace.ts';
import {
  array,
  bulk,
  bulkOrNull,
  bulks,
  CommandError,
  flag,
  integer,
  NULL,
  noSuchKey,
  OK,
  type Reply,
  simple,
  syntaxError,
} from '../reply.ts';
import { copyOf, type Value } from '../value.ts';
import type { Words } from '../words.ts';
import { encodingOf } from './encoding.ts';
import { takeCursor, takeScanOptions } from './scan.ts';

/** @see https://redis.io/docs/latest/commands/?group=generic */
export const KEY_COMMANDS: CommandTable = {
  del: writing(-2, deleteKeys, [1, -1, 1]),
  unlink: writing(-2, deleteKeys, [1, -1, 1]),
  exists: reading(-2, countKeys, [1, -1, 1]),
  touch: reading(-2, countKeys, [1, -1, 1]),
  type: reading(2, ({ db }, words) => simple(db.get(words.take())?.type ?? 'none')),
  keys: about(2, ({ db }, words) => bulks(db.keys().filter(globMatcher(words.take()))), 'readonly'),
  scan: about(-2, scanKeys, 'readonly'),
  randomkey: about(
    1,
    ({ db }) => {
      const keys = db.keys();
      return bulkOrNull(keys[Math.floor(Math.random() * keys.length)]);
    },
    'readonly',
  ),
  dbsize: about(1, ({ db }) => integer(db.keys().length), 'readonly'),
  rename: writing(
    3,
    ({ db }, words) => {
      const from = words.take();
      const to = words.take();
      if (!db.has(from)) throw noSuchKey();
      move(db, from, to);
      return OK;
    },
    [1, 2, 1],
  ),
  renamenx: writing(
    3,
    ({ db }, words) => {
      const from = words.take();
      const to = words.take();
      if (!db.has(from)) throw noSuchKey();
      if (db.has(to)) return integer(0);
      move(db, from, to);
      return integer(1);
    },
    [1, 2, 1],
  ),
  copy: writing(-3, copyKey, [1, 2, 1]),
  flushdb: about(-1, ({ db }, words) => flush([db], words), 'write'),
  flushall: about(-1, ({ state }, words) => flush(state.databases, words), 'write'),
  object: container(-2, {
    encoding: reading(3, ({ db }, words) => onValue(db, words, (value) => bulk(encodingOf(value))), [2, 2, 1]),
    refcount: reading(3, ({ db }, words) => onValue(db, words, () => integer(1)), [2, 2, 1]),
    idletime: reading(3, ({ db }, words) => onValue(db, words, () => integer(0)), [2, 2, 1]),
  }),
};

function deleteKeys({ db }: Context, words: Words): Reply {
  return integer(words.takeAll().filter((key) => db.delete(key)).length);
}

function countKeys({ db }: Context, words: Words): Reply {
  return integer(words.takeAll().filter((key) => db.has(key)).length);
}

function scanKeys({ db }: Context, words: Words): Reply {
  const from = takeCursor(words);
  const { count, matches, type } = takeScanOptions(words, true);
  const { keys, cursor } = db.scan(from, count);
  const found = keys.filter((key) => matches(key) && (type === null || db.get(key)?.type === type));
  return array([bulk(String(cursor)), bulks(found)]);
}

function move(db: Database, from: Bytes, to: Bytes): void {
  const value = db.get(from);
  if (value === undefined || from === to) return;
  const expiresAt = db.expiresAt(from) ?? null;
  db.delete(from);
  db.delete(to);
  db.set(to, value, expiresAt);
}

function copyKey({ client, db, state }: Context, words: Words): Reply {
  const from = words.take();
  const to = words.take();
  let replace = false;
  let target = db;
  while (!words.done) {
    if (words.skip('REPLACE')) replace = true;
    else if (words.skip('DB')) target = state.database(words.takeInteger());
    else throw syntaxError();
  }
  if (target.index === client.database && from === to) {
    throw new CommandError('ERR source and destination objects are the same');
  }
  const value = db.get(from);
  if (value === undefined) return integer(0);
  if (target.has(to)) {
    if (!replace) return integer(0);
    target.delete(to);
  }
  target.set(to, copyOf(value), db.expiresAt(from) ?? null);
  return flag(true);
}

function flush(databases: readonly Database[], words: Words): Reply {
  if (!words.done) {
    if (!words.skip('SYNC') && !words.skip('ASYNC')) throw syntaxError();
    if (!words.done) throw syntaxError();
  }
  for (const database of databases) database.clear();
  return OK;
}

function onValue(db: Database, words: Words, reply: (value: Value) => Reply): Reply {
  const value = db.get(words.take());
  return value === undefined ? NULL : reply(value);
}
