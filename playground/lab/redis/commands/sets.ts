import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
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
  type Reply,
  setOf,
  syntaxError,
} from '../reply.ts';
import type { ValueOf } from '../value.ts';
import type { Words } from '../words.ts';
import { pickRandom } from './random.ts';
import { scanWhole } from './scan.ts';

/** @see https://redis.io/docs/latest/commands/?group=set */
export const SET_COMMANDS: CommandTable = {
  sadd: writing(-3, ({ db }, words) => {
    const key = words.take();
    const { members } = db.findOrCreate(key, 'set', (): ValueOf<'set'> => ({ type: 'set', members: new Set() }));
    const before = members.size;
    for (const member of words.takeAll()) members.add(member);
    if (members.size > before) db.changed(key);
    return integer(members.size - before);
  }),
  srem: writing(-3, ({ db }, words) => {
    const key = words.take();
    return integer(removeMembers(db, key, words.takeAll()));
  }),
  sismember: reading(3, ({ db }, words) => flag(membersOf(db, words.take()).has(words.take()))),
  smismember: reading(-3, ({ db }, words) => {
    const members = membersOf(db, words.take());
    return array(words.takeAll().map((member) => flag(members.has(member))));
  }),
  smembers: reading(2, ({ db }, words) => setOf([...membersOf(db, words.take())])),
  scard: reading(2, ({ db }, words) => integer(membersOf(db, words.take()).size)),
  spop: writing(-2, popMembers),
  srandmember: reading(-2, ({ db }, words) => {
    const members = [...membersOf(db, words.take())];
    if (words.done) return bulkOrNull(pickRandom(members, 1)[0]);
    const count = words.takeInteger();
    if (!words.done) throw syntaxError();
    return bulks(pickRandom(members, count));
  }),
  smove: writing(
    4,
    ({ db }, words) => {
      const [from, to] = [words.take(), words.take()];
      const member = words.take();
      if (!db.has(from)) return integer(0);
      const source = membersOf(db, from);
      membersOf(db, to);
      if (from === to) return flag(source.has(member));
      if (removeMembers(db, from, [member]) === 0) return integer(0);
      db.findOrCreate(to, 'set', (): ValueOf<'set'> => ({ type: 'set', members: new Set() })).members.add(member);
      db.changed(to);
      return integer(1);
    },
    [1, 2, 1],
  ),
  sinter: reading(-2, combine(intersection), [1, -1, 1]),
  sunion: reading(-2, combine(union), [1, -1, 1]),
  sdiff: reading(-2, combine(difference), [1, -1, 1]),
  sinterstore: writing(-3, combineAndStore(intersection), [1, -1, 1]),
  sunionstore: writing(-3, combineAndStore(union), [1, -1, 1]),
  sdiffstore: writing(-3, combineAndStore(difference), [1, -1, 1]),
  sintercard: reading(-3, countIntersection),
  sscan: reading(-3, ({ db }, words) => {
    const key = words.take();
    return scanWhole(words, () => [...membersOf(db, key)].map((member) => ({ name: member, reply: [bulk(member)] })));
  }),
};

type Members = ReadonlySet<Bytes>;

const NO_MEMBERS: Members = new Set();

function membersOf(db: Database, key: Bytes): Members {
  return db.find(key, 'set')?.members ?? NO_MEMBERS;
}

function removeMembers(db: Database, key: Bytes, members: readonly Bytes[]): number {
  const found = db.find(key, 'set');
  const removed = members.filter((member) => found?.members.delete(member)).length;
  if (removed > 0) db.changed(key);
  return removed;
}

function popMembers({ db }: Context, words: Words): Reply {
  const key = words.take();
  if (words.done) {
    const [member] = pickRandom([...membersOf(db, key)], 1);
    if (member === undefined) return NULL;
    removeMembers(db, key, [member]);
    return bulk(member);
  }
  const count = words.takeCount();
  if (!words.done) throw syntaxError();
  const popped = pickRandom([...membersOf(db, key)], count);
  removeMembers(db, key, popped);
  return setOf(popped);
}

type Combination = (first: Members, rest: readonly Members[]) => Members;

function intersection(first: Members, rest: readonly Members[]): Members {
  return new Set([...first].filter((member) => rest.every((members) => members.has(member))));
}

function union(first: Members, rest: readonly Members[]): Members {
  return new Set([first, ...rest].flatMap((members) => [...members]));
}

function difference(first: Members, rest: readonly Members[]): Members {
  return new Set([...first].filter((member) => !rest.some((members) => members.has(member))));
}

function combined(db: Database, keys: readonly Bytes[], combination: Combination): Members {
  const [first = NO_MEMBERS, ...rest] = keys.map((key) => membersOf(db, key));
  return combination(first, rest);
}

function combine(combination: Combination): Run {
  return ({ db }, words) => setOf([...combined(db, words.takeAll(), combination)]);
}

function combineAndStore(combination: Combination): Run {
  return ({ db }, words) => {
    const target = words.take();
    const members = new Set(combined(db, words.takeAll(), combination));
    if (members.size === 0) db.delete(target);
    else db.set(target, { type: 'set', members });
    return integer(members.size);
  };
}

function countIntersection({ db }: Context, words: Words): Reply {
  const count = words.takeInteger('ERR numkeys should be greater than 0');
  if (count <= 0) throw new CommandError('ERR numkeys should be greater than 0');
  if (count > words.left) throw new CommandError("ERR Number of keys can't be greater than number of args");
  const keys = words.takeSome(count);
  let limit = 0;
  while (!words.done) {
    if (!words.skip('LIMIT') || words.done) throw syntaxError();
    limit = words.takeCount("ERR LIMIT can't be negative");
  }
  const { size } = combined(db, keys, intersection);
  return integer(limit === 0 ? size : Math.min(limit, size));
}
