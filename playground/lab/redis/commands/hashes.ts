import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, reading, writing } from '../command.ts';
import type { Database } from '../keyspace.ts';
import { addFloats } from '../long-double.ts';
import { isFloat, parseDouble } from '../numbers.ts';
import { array, bulk, bulkOrNull, bulks, CommandError, flag, integer, map, NULL, OK, type Reply } from '../reply.ts';
import type { ValueOf } from '../value.ts';
import type { Words } from '../words.ts';
import { addIntegers } from './counters.ts';
import { pickRandom, takeRandomCount } from './random.ts';
import { scanWhole } from './scan.ts';

/** @see https://redis.io/docs/latest/commands/?group=hash */
export const HASH_COMMANDS: CommandTable = {
  hset: writing(-4, ({ db }, words) => {
    const key = words.take();
    const pairs = words.takePairs('hset');
    return integer(setFields(db, key, pairs));
  }),
  hmset: writing(-4, ({ db }, words) => {
    const key = words.take();
    setFields(db, key, words.takePairs('hmset'));
    return OK;
  }),
  hsetnx: writing(4, ({ db }, words) => {
    const key = words.take();
    const field = words.take();
    if (fieldsOf(db, key).has(field)) return integer(0);
    return integer(setFields(db, key, [[field, words.take()]]));
  }),
  hget: reading(3, ({ db }, words) => bulkOrNull(fieldsOf(db, words.take()).get(words.take()))),
  hmget: reading(-3, ({ db }, words) => {
    const fields = fieldsOf(db, words.take());
    return array(words.takeAll().map((field) => bulkOrNull(fields.get(field))));
  }),
  hgetall: reading(2, ({ db }, words) => pairsReply([...fieldsOf(db, words.take())])),
  hkeys: reading(2, ({ db }, words) => bulks([...fieldsOf(db, words.take()).keys()])),
  hvals: reading(2, ({ db }, words) => bulks([...fieldsOf(db, words.take()).values()])),
  hlen: reading(2, ({ db }, words) => integer(fieldsOf(db, words.take()).size)),
  hexists: reading(3, ({ db }, words) => flag(fieldsOf(db, words.take()).has(words.take()))),
  hstrlen: reading(3, ({ db }, words) => integer(fieldsOf(db, words.take()).get(words.take())?.length ?? 0)),
  hdel: writing(-3, ({ db }, words) => {
    const key = words.take();
    const found = db.find(key, 'hash');
    const deleted = words.takeAll().filter((field) => found?.fields.delete(field)).length;
    if (deleted > 0) db.changed(key);
    return integer(deleted);
  }),
  hincrby: writing(4, ({ db }, words) => {
    const key = words.take();
    const field = words.take();
    const by = words.takeInt64();
    const notANumber = () => new CommandError('ERR hash value is not an integer');
    const sum = addIntegers(fieldsOf(db, key).get(field) ?? '0', by, notANumber);
    setFields(db, key, [[field, String(sum)]]);
    return integer(sum);
  }),
  hincrbyfloat: writing(4, increaseByFloat),
  hrandfield: reading(-2, randomFields),
  hscan: reading(-3, ({ db }, words) => {
    const key = words.take();
    return scanWhole(words, () =>
      [...fieldsOf(db, key)].map(([field, value]) => ({ name: field, reply: [bulk(field), bulk(value)] })),
    );
  }),
};

const NO_FIELDS: ReadonlyMap<Bytes, Bytes> = new Map();

function fieldsOf(db: Database, key: Bytes): ReadonlyMap<Bytes, Bytes> {
  return db.find(key, 'hash')?.fields ?? NO_FIELDS;
}

/** Returns how many fields are new. */
function setFields(db: Database, key: Bytes, pairs: readonly (readonly [Bytes, Bytes])[]): number {
  const { fields } = db.findOrCreate(key, 'hash', (): ValueOf<'hash'> => ({ type: 'hash', fields: new Map() }));
  const before = fields.size;
  for (const [field, value] of pairs) fields.set(field, value);
  db.changed(key);
  return fields.size - before;
}

const pairsReply = (pairs: readonly (readonly [Bytes, Bytes])[]): Reply =>
  map(pairs.map(([field, value]) => [bulk(field), bulk(value)]));

function increaseByFloat({ db }: Context, words: Words): Reply {
  const key = words.take();
  const field = words.take();
  const by = words.take();
  const number = parseDouble(by);
  if (number === null) throw new CommandError('ERR value is not a valid float');
  if (!Number.isFinite(number)) throw new CommandError('ERR value is NaN or Infinity');
  const value = fieldsOf(db, key).get(field) ?? '0';
  if (!isFloat(value)) throw new CommandError('ERR hash value is not a float');
  const sum = addFloats(value, by);
  if (sum === null) throw new CommandError('ERR increment would produce NaN or Infinity');
  setFields(db, key, [[field, sum]]);
  return bulk(sum);
}

function randomFields({ client, db }: Context, words: Words): Reply {
  const key = words.take();
  if (words.done) {
    const [picked] = pickRandom([...fieldsOf(db, key).keys()], 1);
    return picked === undefined ? NULL : bulk(picked);
  }
  const { count, withExtra } = takeRandomCount(words, 'WITHVALUES');
  const picked = pickRandom([...fieldsOf(db, key)], count);
  if (!withExtra) return bulks(picked.map(([field]) => field));
  // RESP3 tells pairs from fields; RESP2 has one flat list.
  return client.protocol === 3 ? array(picked.map((pair) => bulks(pair))) : bulks(picked.flat());
}
