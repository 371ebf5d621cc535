import type { Bytes } from '../bytes.ts';
import type { ConsumerGroup } from '../consumer-group.ts';
import type { Database } from '../keyspace.ts';
import { CommandError } from '../reply.ts';
import type { Stream } from '../stream.ts';

export interface FoundGroup {
  readonly stream: Stream;
  readonly group: ConsumerGroup;
}

/** Throws NOGROUP in the words of XPENDING and XCLAIM. */
export function findGroup(db: Database, key: Bytes, name: Bytes): FoundGroup {
  const stream = db.find(key, 'stream')?.stream;
  const group = stream?.groups.get(name);
  if (!stream || !group) throw new CommandError(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  return { stream, group };
}
