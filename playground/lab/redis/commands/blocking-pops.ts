import type { Blocked } from '../blocking.ts';
import type { Bytes } from '../bytes.ts';
import { blocking, type CommandTable, type Context, type Run } from '../command.ts';
import type { Database } from '../keyspace.ts';
import { array, bulk, bulkOrNull, bulks, CommandError, double, NULL, NULL_ARRAY, type Reply } from '../reply.ts';
import type { ValueType } from '../value.ts';
import type { Words } from '../words.ts';
import { type End, moveItem, popItem, takeEnd } from './lists.ts';
import { type Edge, popScored } from './sorted-sets.ts';

/** Pops that wait until there is something. */
export const BLOCKING_POP_COMMANDS: CommandTable = {
  blpop: blocking(-3, 'write', popFirst('list', popListItem('LEFT')), [1, -2, 1]),
  brpop: blocking(-3, 'write', popFirst('list', popListItem('RIGHT')), [1, -2, 1]),
  bzpopmin: blocking(-3, 'write', popFirst('zset', popMember('min')), [1, -2, 1]),
  bzpopmax: blocking(-3, 'write', popFirst('zset', popMember('max')), [1, -2, 1]),
  blmove: blocking(
    6,
    'write',
    (context, words) => {
      const [from, to] = [words.take(), words.take()];
      const [take, put] = [takeEnd(words), takeEnd(words)];
      return move(context, from, to, take, put, takeTimeout(words));
    },
    [1, 2, 1],
  ),
  brpoplpush: blocking(
    4,
    'write',
    (context, words) => move(context, words.take(), words.take(), 'RIGHT', 'LEFT', takeTimeout(words)),
    [1, 2, 1],
  ),
};

/** Reads a time in seconds, fractions allowed. Returns milliseconds; 0 for ever. */
export function takeTimeout(words: Words): number {
  const seconds = words.takeDouble('ERR timeout is not a float or out of range');
  if (seconds < 0) throw new CommandError('ERR timeout is negative');
  if (seconds > Number.MAX_SAFE_INTEGER / 1000) throw new CommandError('ERR timeout is out of range');
  return Math.ceil(seconds * 1000);
}

type Pop = (db: Database, key: Bytes) => Reply | null;

function popListItem(end: End): Pop {
  return (db, key) => {
    const item = popItem(db, key, end);
    return item === undefined ? null : bulks([key, item]);
  };
}

function popMember(edge: Edge): Pop {
  return (db, key) => {
    const [popped] = popScored(db, key, edge, 1);
    return popped ? array([bulk(key), bulk(popped.member), double(popped.score)]) : null;
  };
}

function popFirst(type: ValueType, pop: Pop): Run {
  return ({ db }, words) => {
    const keys = words.takeSome(words.left - 1);
    const timeout = takeTimeout(words);
    for (const key of keys) {
      const reply = pop(db, key);
      if (reply !== null) return reply;
    }
    // A key that gets a value of another type meanwhile serves nobody; that is no error.
    const retry = (key: Bytes) => (db.get(key)?.type === type ? pop(db, key) : null);
    return { kind: 'blocked', keys, timeout, retry, timedOut: NULL_ARRAY };
  };
}

function move({ db }: Context, from: Bytes, to: Bytes, take: End, put: End, timeout: number): Reply | Blocked {
  const item = moveItem(db, from, to, take, put);
  if (item !== undefined) return bulk(item);
  const retry = () => {
    if (db.get(from)?.type !== 'list') return null;
    return bulkOrNull(moveItem(db, from, to, take, put));
  };
  return { kind: 'blocked', keys: [from], timeout, retry, timedOut: NULL_ARRAY, inTransaction: NULL };
}
