import type { Blocked } from '../blocking.ts';
import type { Bytes } from '../bytes.ts';
import { blocking, type CommandTable, type Context } from '../command.ts';
import { type ConsumerGroup, pendingOf } from '../consumer-group.ts';
import { advance } from '../group-position.ts';
import type { Database } from '../keyspace.ts';
import { array, bulk, CommandError, map, NULL_ARRAY, type Reply } from '../reply.ts';
import type { Stream } from '../stream.ts';
import { formatId, ID_MAX, ID_MIN, parseId, type StreamId } from '../stream-id.ts';
import { type ReadOptions, takeReadOptions } from './read-options.ts';
import { entriesReply, entryReply } from './streams.ts';

/** Reading streams from an id on, alone or as one of a group, waiting when there is nothing. */
export const STREAM_READ_COMMANDS: CommandTable = {
  xread: blocking(-4, 'readonly', (context, words) => read(context, takeReadOptions(words, 'XREAD'))),
  xreadgroup: blocking(-7, 'write', (context, words) => read(context, takeReadOptions(words, 'XREADGROUP'))),
};

/** What is read of one stream: entries after an id, what is new to the group, or what the consumer has pending. */
type Position =
  | { readonly kind: 'after'; readonly id: StreamId }
  | { readonly kind: 'new' }
  | { readonly kind: 'pending'; readonly id: StreamId };

interface Source {
  readonly key: Bytes;
  readonly position: Position;
}

type Named = NonNullable<ReadOptions['group']>;

/** Throws NOGROUP without the key or the group. */
function findGroup(
  db: Database,
  key: Bytes,
  { name }: Named,
): { readonly stream: Stream; readonly group: ConsumerGroup } {
  const stream = db.find(key, 'stream')?.stream;
  const group = stream?.groups.get(name);
  if (!stream || !group) {
    throw new CommandError(`NOGROUP No such key '${key}' or consumer group '${name}' in XREADGROUP with GROUP option`);
  }
  return { stream, group };
}

function positionOf(db: Database, key: Bytes, word: Bytes, group: Named | null): Position {
  const stream = db.find(key, 'stream')?.stream;
  if (group !== null) findGroup(db, key, group);
  if (word === '$') {
    if (group !== null) {
      throw new CommandError(
        'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
      );
    }
    return { kind: 'after', id: stream?.lastId ?? ID_MIN };
  }
  if (word === '>') {
    if (group === null) {
      throw new CommandError(
        'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
      );
    }
    return { kind: 'new' };
  }
  return { kind: group === null ? 'after' : 'pending', id: parseId(word) };
}

function read(context: Context, options: ReadOptions): Reply | Blocked {
  const { client, db } = context;
  const { group } = options;
  const sources = options.streams.map(([key, word]) => ({ key, position: positionOf(db, key, word, group) }));
  const readable = sources.flatMap((source) => {
    const reply = readSource(db, source, options);
    return reply === null ? [] : [[bulk(source.key), reply] as const];
  });
  const replyWith = (pairs: readonly (readonly [Reply, Reply])[]): Reply =>
    client.protocol === 3 ? map(pairs) : array(pairs.map(array));
  if (readable.length > 0) return replyWith(readable);
  if (options.block === null) return NULL_ARRAY;
  const byKey = new Map(sources.map((source) => [source.key, source]));
  return {
    kind: 'blocked',
    keys: [...byKey.keys()],
    timeout: options.block,
    timedOut: NULL_ARRAY,
    retry(key) {
      const source = byKey.get(key);
      if (!source) return null;
      if (group !== null) checkStillThere(db, key, group);
      // Another type of value only keeps a reader waiting that belongs to no group.
      if (db.get(key)?.type !== 'stream') return null;
      const reply = readSource(db, source, options);
      return reply === null ? null : replyWith([[bulk(key), reply]]);
    },
  };
}

/** Throws what a blocked member of a group is told when its stream or group is gone. */
function checkStillThere(db: Database, key: Bytes, { name }: Named): void {
  const value = db.get(key);
  if (value?.type !== 'stream') throw new CommandError('UNBLOCKED the stream key no longer exists');
  if (!value.stream.groups.has(name)) {
    throw new CommandError('NOGROUP the consumer group this client was blocked on no longer exists');
  }
}

/** Null when there is nothing to read. */
function readSource(db: Database, { key, position }: Source, { group: named, count }: ReadOptions): Reply | null {
  if (position.kind === 'after') {
    const entries = db.find(key, 'stream')?.stream.range(position.id + 1n, ID_MAX, count) ?? [];
    return entries.length === 0 ? null : entriesReply(entries);
  }
  if (named === null) return null;
  const { stream, group } = findGroup(db, key, named);
  if (position.kind === 'pending') return readPending(stream, group, named, position.id, count);
  const entries = stream.range(group.lastId + 1n, ID_MAX, count);
  if (entries.length === 0) return null;
  const consumer = group.visit(named.consumer);
  for (const { id } of entries) {
    advance(stream, group, id);
    if (!named.noAck) group.assign(id, consumer, Date.now(), 1);
  }
  // Whoever watches the key sees that the group moved on; whoever waits for entries has nothing to gain.
  db.changed(key);
  return entriesReply(entries);
}

function readPending(stream: Stream, group: ConsumerGroup, named: Named, after: StreamId, count: number): Reply {
  const consumer = group.visit(named.consumer);
  const chosen = pendingOf(consumer)
    .filter(({ id }) => id > after)
    .slice(0, count);
  return array(
    chosen.map((pending) => {
      const entry = stream.get(pending.id);
      // Deleted meanwhile: it is still pending, without its fields.
      if (!entry) return array([bulk(formatId(pending.id)), NULL_ARRAY]);
      pending.deliveredAt = Date.now();
      pending.deliveries++;
      return entryReply(entry);
    }),
  );
}
