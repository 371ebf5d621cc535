import { compareBytes } from '../bytes.ts';
import { type CommandTable, type Context, container, type KeyPositions, reading } from '../command.ts';
import { lagOf } from '../group-position.ts';
import type { Database } from '../keyspace.ts';
import { array, badSubcommand, bulk, integer, NULL, noSuchKey, type Reply, record } from '../reply.ts';
import type { Stream } from '../stream.ts';
import { formatId } from '../stream-id.ts';
import type { StreamEntry } from '../stream-node.ts';
import type { Words } from '../words.ts';
import { groupOf } from './stream-groups.ts';
import { entryReply } from './streams.ts';

const SECOND_WORD: KeyPositions = [2, 2, 1];

/** XINFO, without the form FULL. */
export const STREAM_INFO_COMMANDS: CommandTable = {
  xinfo: container(-2, {
    stream: reading(-3, describeStream, SECOND_WORD),
    groups: reading(3, describeGroups, SECOND_WORD),
    consumers: reading(4, describeConsumers, SECOND_WORD),
  }),
};

function existing(db: Database, words: Words): { readonly key: string; readonly stream: Stream } {
  const key = words.take();
  const stream = db.find(key, 'stream')?.stream;
  if (!stream) throw noSuchKey();
  return { key, stream };
}

const entryOrNull = (entry: StreamEntry | undefined): Reply => (entry ? entryReply(entry) : NULL);
const integerOrNull = (value: number | null): Reply => (value === null ? NULL : integer(value));

function describeStream({ db, word }: Context, words: Words): Reply {
  const { stream } = existing(db, words);
  if (!words.done) throw badSubcommand('XINFO', word);
  return record({
    length: integer(stream.length),
    'radix-tree-keys': integer(stream.nodes),
    'radix-tree-nodes': integer(stream.treeNodes),
    'last-generated-id': bulk(formatId(stream.lastId)),
    'max-deleted-entry-id': bulk(formatId(stream.maxDeletedId)),
    'entries-added': integer(stream.added),
    'recorded-first-entry-id': bulk(formatId(stream.firstId)),
    groups: integer(stream.groups.size),
    'first-entry': entryOrNull(stream.first),
    'last-entry': entryOrNull(stream.last),
  });
}

function describeGroups({ db }: Context, words: Words): Reply {
  const { stream } = existing(db, words);
  const groups = [...stream.groups].sort(([a], [b]) => compareBytes(a, b));
  return array(
    groups.map(([name, group]) =>
      record({
        name: bulk(name),
        consumers: integer(group.consumers.length),
        pending: integer(group.pendingCount),
        'last-delivered-id': bulk(formatId(group.lastId)),
        'entries-read': integerOrNull(group.entriesRead),
        lag: integerOrNull(lagOf(stream, group)),
      }),
    ),
  );
}

function describeConsumers({ db }: Context, words: Words): Reply {
  const { key, stream } = existing(db, words);
  const { consumers } = groupOf(stream, key, words.take());
  const now = Date.now();
  return array(
    consumers.map(({ name, pending, seenAt }) =>
      record({ name: bulk(name), pending: integer(pending.size), idle: integer(Math.max(0, now - seenAt)) }),
    ),
  );
}
