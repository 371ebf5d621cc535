import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, reading, writing } from '../command.ts';
import type { Database } from '../keyspace.ts';
import { array, bulk, bulkOrNull, CommandError, integer, NULL, OK, type Reply, syntaxError } from '../reply.ts';
import { hasType } from '../value.ts';
import type { Words } from '../words.ts';
import { type Expiry, resolveExpiry, takeExpiry } from './expiry-option.ts';

const LONGEST = 512 * 1024 * 1024;

/** @see https://redis.io/docs/latest/commands/?group=string */
export const STRING_COMMANDS: CommandTable = {
  get: reading(2, ({ db }, words) => bulkOrNull(db.find(words.take(), 'string')?.bytes)),
  set: writing(-3, setWithOptions),
  setnx: writing(3, ({ db }, words) => {
    const key = words.take();
    if (db.has(key)) return integer(0);
    setString(db, key, words.take());
    return integer(1);
  }),
  setex: writing(4, (context, words) => setExpiring(context, words, 'setex', 'EX')),
  psetex: writing(4, (context, words) => setExpiring(context, words, 'psetex', 'PX')),
  getset: writing(3, ({ db }, words) => {
    const key = words.take();
    const previous = db.find(key, 'string')?.bytes;
    setString(db, key, words.take());
    return bulkOrNull(previous);
  }),
  getdel: writing(2, ({ db }, words) => {
    const key = words.take();
    const previous = db.find(key, 'string')?.bytes;
    db.delete(key);
    return bulkOrNull(previous);
  }),
  getex: writing(-2, getAndExpire),
  mget: reading(
    -2,
    ({ db }, words) =>
      array(
        words.takeAll().map((key) => {
          const value = db.get(key);
          return value && hasType(value, 'string') ? bulk(value.bytes) : NULL;
        }),
      ),
    [1, -1, 1],
  ),
  mset: writing(
    -3,
    ({ db }, words) => {
      for (const [key, value] of words.takePairs('mset')) setString(db, key, value);
      return OK;
    },
    [1, -1, 2],
  ),
  msetnx: writing(
    -3,
    ({ db }, words) => {
      const pairs = words.takePairs('msetnx');
      if (pairs.some(([key]) => db.has(key))) return integer(0);
      for (const [key, value] of pairs) setString(db, key, value);
      return integer(1);
    },
    [1, -1, 2],
  ),
  append: writing(3, ({ db }, words) => {
    const key = words.take();
    const added = words.take();
    const found = db.find(key, 'string');
    checkLength((found?.bytes.length ?? 0) + added.length);
    return integer(change(db, key, (found?.bytes ?? '') + added));
  }),
  strlen: reading(2, ({ db }, words) => integer(db.find(words.take(), 'string')?.bytes.length ?? 0)),
  setrange: writing(4, setRange),
  getrange: reading(4, getRange),
  substr: reading(4, getRange),
};

/** Sets a string that lasts for ever. */
export function setString(db: Database, key: Bytes, bytes: Bytes, expiresAt: number | null = null): void {
  db.set(key, { type: 'string', bytes }, expiresAt);
}

/** Changes a string, or makes one, and lets it expire as before. Returns its length. */
export function change(db: Database, key: Bytes, bytes: Bytes): number {
  db.findOrCreate(key, 'string', () => ({ type: 'string', bytes: '' })).bytes = bytes;
  db.changed(key);
  return bytes.length;
}

interface SetOptions {
  readonly when: 'NX' | 'XX' | null;
  readonly get: boolean;
  readonly keepTtl: boolean;
  readonly expiry: Expiry | null;
}

function takeSetOptions(words: Words): SetOptions {
  let options: SetOptions = { when: null, get: false, keepTtl: false, expiry: null };
  while (!words.done) {
    const option = words.takeOption();
    const { when, keepTtl, expiry } = options;
    if ((option === 'NX' || option === 'XX') && (when === null || when === option)) {
      options = { ...options, when: option };
    } else if (option === 'GET') {
      options = { ...options, get: true };
    } else if (option === 'KEEPTTL' && expiry === null) {
      options = { ...options, keepTtl: true };
    } else {
      const taken = keepTtl || expiry !== null ? null : takeExpiry(option, words);
      if (taken === null) throw syntaxError();
      options = { ...options, expiry: taken };
    }
  }
  return options;
}

function setWithOptions({ db }: Context, words: Words): Reply {
  const key = words.take();
  const bytes = words.take();
  const { when, get, keepTtl, expiry } = takeSetOptions(words);
  const expiresAt = expiry === null ? null : resolveExpiry(expiry, 'set');
  const previous = get ? bulkOrNull(db.find(key, 'string')?.bytes) : null;
  const exists = db.has(key);
  if (when !== null && exists !== (when === 'XX')) return previous ?? NULL;
  setString(db, key, bytes, keepTtl ? (db.expiresAt(key) ?? null) : expiresAt);
  return previous ?? OK;
}

function setExpiring({ db }: Context, words: Words, command: string, unit: 'EX' | 'PX'): Reply {
  const key = words.take();
  const expiresAt = resolveExpiry({ unit, amount: words.takeInt64() }, command);
  setString(db, key, words.take(), expiresAt);
  return OK;
}

function getAndExpire({ db }: Context, words: Words): Reply {
  const key = words.take();
  let expiry: Expiry | 'never' | null = null;
  if (!words.done) {
    const option = words.takeOption();
    expiry = option === 'PERSIST' ? 'never' : takeExpiry(option, words);
    if (expiry === null || !words.done) throw syntaxError();
  }
  const found = db.find(key, 'string');
  if (!found) return NULL;
  if (expiry === 'never') {
    if (db.expiresAt(key) != null) db.expire(key, null);
  } else if (expiry !== null) db.expire(key, resolveExpiry(expiry, 'getex'));
  return bulk(found.bytes);
}

function setRange({ db }: Context, words: Words): Reply {
  const key = words.take();
  const offset = words.takeInteger();
  const added = words.take();
  if (offset < 0) throw new CommandError('ERR offset is out of range');
  const bytes = db.find(key, 'string')?.bytes ?? '';
  if (added === '') return integer(bytes.length);
  checkLength(offset + added.length);
  const padded = bytes.padEnd(offset, '\0');
  return integer(change(db, key, padded.slice(0, offset) + added + padded.slice(offset + added.length)));
}

function checkLength(length: number): void {
  if (length > LONGEST) throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
}

function getRange({ db }: Context, words: Words): Reply {
  const key = words.take();
  const start = words.takeInteger();
  const end = words.takeInteger();
  const bytes = db.find(key, 'string')?.bytes ?? '';
  if (start < 0 && end < 0 && start > end) return bulk('');
  const from = start < 0 ? Math.max(0, bytes.length + start) : start;
  const to = end < 0 ? Math.max(0, bytes.length + end) : end;
  return bulk(bytes.slice(from, to + 1));
}
