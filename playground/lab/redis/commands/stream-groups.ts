import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, container, type KeyPositions, type Run, writing } from '../command.ts';
import { ConsumerGroup } from '../consumer-group.ts';
import { badSubcommand, CommandError, flag, integer, OK, type Reply } from '../reply.ts';
import type { Stream } from '../stream.ts';
import { ID_MIN, parseId } from '../stream-id.ts';
import type { Words } from '../words.ts';
import { newStream } from './streams.ts';

const SECOND_WORD: KeyPositions = [2, 2, 1];

/** Making and changing groups of consumers. */
export const STREAM_GROUP_COMMANDS: CommandTable = {
  xgroup: container(-2, {
    create: writing(-5, createGroup, SECOND_WORD),
    setid: writing(-5, setPosition, SECOND_WORD),
    destroy: writing(
      4,
      ({ db }, words) => {
        const key = words.take();
        const stream = existing(db.find(key, 'stream')?.stream);
        const destroyed = stream.groups.delete(words.take());
        if (destroyed) db.changed(key);
        return flag(destroyed);
      },
      SECOND_WORD,
    ),
    createconsumer: writing(
      5,
      onGroup((group, words) => {
        const name = words.take();
        if (group.consumer(name)) return integer(0);
        group.visit(name);
        return integer(1);
      }),
      SECOND_WORD,
    ),
    delconsumer: writing(
      5,
      onGroup((group, words) => integer(group.removeConsumer(words.take()) ?? 0)),
      SECOND_WORD,
    ),
  }),
};

const noStream = () =>
  new CommandError(
    'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
  );

function existing(stream: Stream | undefined): Stream {
  if (!stream) throw noStream();
  return stream;
}

function onGroup(work: (group: ConsumerGroup, words: Words) => Reply): Run {
  return ({ db }, words) => {
    const key = words.take();
    const name = words.take();
    const stream = existing(db.find(key, 'stream')?.stream);
    const reply = work(groupOf(stream, key, name), words);
    db.changed(key);
    return reply;
  };
}

/** Throws NOGROUP in the words of XGROUP and XINFO. */
export function groupOf(stream: Stream, key: Bytes, name: Bytes): ConsumerGroup {
  const group = stream.groups.get(name);
  if (!group) throw new CommandError(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  return group;
}

function setPosition({ db, word }: Context, words: Words): Reply {
  const key = words.take();
  const name = words.take();
  const position = words.take();
  const { entriesRead } = takeOptions(words, 'SETID', word);
  const stream = existing(db.find(key, 'stream')?.stream);
  const group = groupOf(stream, key, name);
  group.lastId = position === '$' ? stream.lastId : parseId(position);
  group.entriesRead = entriesRead;
  db.changed(key);
  return OK;
}

interface GroupOptions {
  /** Whether to make the stream. */
  readonly create: boolean;
  readonly entriesRead: number | null;
}

function takeOptions(words: Words, subcommand: 'CREATE' | 'SETID', word: Bytes): GroupOptions {
  let options: GroupOptions = { create: false, entriesRead: null };
  while (!words.done) {
    if (subcommand === 'CREATE' && words.skip('MKSTREAM')) options = { ...options, create: true };
    else if (words.left >= 2 && words.skip('ENTRIESREAD')) {
      const count = words.takeInteger();
      if (count < -1) throw new CommandError('ERR value for ENTRIESREAD must be positive or -1');
      options = { ...options, entriesRead: count === -1 ? null : count };
    } else throw badSubcommand('XGROUP', word);
  }
  return options;
}

function createGroup({ db, word }: Context, words: Words): Reply {
  const key = words.take();
  const name = words.take();
  const position = words.take();
  const { create, entriesRead } = takeOptions(words, 'CREATE', word);
  const found = db.find(key, 'stream')?.stream;
  if (!found && !create) throw noStream();
  const lastId = position === '$' ? (found?.lastId ?? ID_MIN) : parseId(position);
  if (found?.groups.has(name)) throw new CommandError('BUSYGROUP Consumer Group name already exists');
  db.findOrCreate(key, 'stream', newStream).stream.groups.set(name, new ConsumerGroup(lastId, entriesRead));
  db.changed(key);
  return OK;
}
