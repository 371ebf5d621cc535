import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
import { array, bulk, bulks, CommandError, integer, NULL, NULL_ARRAY, OK, type Reply, syntaxError } from '../reply.ts';
import { limitsOf, Stream } from '../stream.ts';
import {
  formatId,
  ID_MAX,
  ID_MIN,
  PART_MAX,
  parseId,
  parseNewId,
  parseRangeId,
  type RequestedId,
  type StreamId,
} from '../stream-id.ts';
import type { StreamEntry } from '../stream-node.ts';
import type { ValueOf } from '../value.ts';
import type { Words } from '../words.ts';
import { createTrimOptions } from './trim-options.ts';

/** @see https://redis.io/docs/latest/commands/?group=stream */
export const STREAM_COMMANDS: CommandTable = {
  xadd: writing(-5, add),
  xlen: reading(2, ({ db }, words) => integer(db.find(words.take(), 'stream')?.stream.length ?? 0)),
  xrange: reading(-4, range(false)),
  xrevrange: reading(-4, range(true)),
  xdel: writing(-3, ({ db }, words) => {
    const key = words.take();
    const found = db.find(key, 'stream');
    const ids = words.takeAll().map((word) => parseId(word));
    const deleted = ids.filter((id) => found?.stream.delete(id)).length;
    if (deleted > 0) db.changed(key);
    return integer(deleted);
  }),
  xtrim: writing(-4, ({ db }, words) => {
    const key = words.take();
    const options = createTrimOptions();
    while (!words.done) if (!options.take(words)) throw syntaxError();
    const trim = options.finish();
    if (trim === null) throw new CommandError('ERR syntax error, XTRIM must be called with a trimming strategy');
    const removed = db.find(key, 'stream')?.stream.trim(trim) ?? 0;
    if (removed > 0) db.changed(key);
    return integer(removed);
  }),
  xsetid: writing(-3, setId),
};

/** An entry as clients see it: its id, then names and values in turn. */
export const entryReply = ({ id, fields }: StreamEntry): Reply => array([bulk(formatId(id)), bulks(fields)]);
export const entriesReply = (entries: readonly StreamEntry[]): Reply => array(entries.map(entryReply));

export const newStream = (): ValueOf<'stream'> => ({ type: 'stream', stream: new Stream() });

function takeIdAndOptions(words: Words) {
  const trim = createTrimOptions();
  let create = true;
  let id: RequestedId | null = null;
  while (id === null) {
    if (words.skip('NOMKSTREAM')) create = false;
    else if (!trim.take(words)) id = parseNewId(words.take());
  }
  return { id, create, trim: trim.finish() };
}

function add({ db, state }: Context, words: Words): Reply {
  const key = words.take();
  const { id: requested, create, trim } = takeIdAndOptions(words);
  const fields: readonly Bytes[] = words.takeAll();
  if (fields.length < 2 || fields.length % 2 !== 0) {
    throw new CommandError("ERR wrong number of arguments for 'xadd' command");
  }
  if (requested.kind === 'given' && requested.id === ID_MIN) {
    throw new CommandError('ERR The ID specified in XADD must be greater than 0-0');
  }
  const found = db.find(key, 'stream');
  if (!found && !create) return NULL;
  // A refused id must not leave an empty stream behind.
  const id = (found?.stream ?? new Stream()).nextId(requested);
  const { stream } = db.findOrCreate(key, 'stream', newStream);
  stream.append(id, fields, limitsOf(state.config));
  if (trim !== null) stream.trim(trim);
  db.changed(key);
  return bulk(formatId(id));
}

/** Reads a limit of a range; `(` before it leaves out the id itself. Null when nothing can lie within. */
export function takeStart(words: Words): StreamId {
  const word = words.take();
  if (!word.startsWith('(')) return parseRangeId(word, 0n);
  const id = parseId(word.slice(1), 0n);
  if (id === ID_MAX) throw new CommandError('ERR invalid start ID for the interval');
  return id + 1n;
}

/** As `takeStart`, for the upper limit: an id without a sequence number includes its whole millisecond. */
export function takeEnd(words: Words): StreamId {
  const word = words.take();
  if (!word.startsWith('(')) return parseRangeId(word, PART_MAX);
  const id = parseId(word.slice(1), PART_MAX);
  if (id === ID_MIN) throw new CommandError('ERR invalid end ID for the interval');
  return id - 1n;
}

function range(reverse: boolean): Run {
  return ({ db }, words) => {
    const key = words.take();
    const first = reverse ? takeEnd(words) : takeStart(words);
    const second = reverse ? takeStart(words) : takeEnd(words);
    let count = Infinity;
    while (!words.done) {
      if (!words.skip('COUNT')) throw syntaxError();
      count = Math.max(0, words.takeInteger());
    }
    const found = db.find(key, 'stream');
    if (!found) return array([]);
    if (count === 0) return NULL_ARRAY;
    return entriesReply(
      reverse ? found.stream.reverseRange(second, first, count) : found.stream.range(first, second, count),
    );
  };
}

function setId({ db }: Context, words: Words): Reply {
  const key = words.take();
  const id = parseId(words.take());
  let added: number | null = null;
  let maxDeletedId: StreamId | null = null;
  while (!words.done) {
    if (words.skip('ENTRIESADDED')) added = words.takeCount('ERR entries_added must be positive');
    else if (words.skip('MAXDELETEDID')) {
      maxDeletedId = parseId(words.take());
      if (id < maxDeletedId) {
        throw new CommandError('ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id');
      }
    } else throw syntaxError();
  }
  const stream = db.find(key, 'stream')?.stream;
  if (!stream) throw new CommandError('ERR no such key');
  if (id < (stream.last?.id ?? ID_MIN)) {
    throw new CommandError('ERR The ID specified in XSETID is smaller than the target stream top item');
  }
  if (added !== null && added < stream.length) {
    throw new CommandError('ERR The entries_added specified in XSETID is smaller than the target stream length');
  }
  stream.lastId = id;
  if (added !== null) stream.added = added;
  if (maxDeletedId !== null && maxDeletedId !== ID_MIN) stream.maxDeletedId = maxDeletedId;
  db.changed(key);
  return OK;
}
