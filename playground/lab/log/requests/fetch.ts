import type { Api, RequestContext } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import type { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';

interface Wanted {
  readonly topic: string;
  readonly partitions: readonly { readonly index: number; readonly offset: number; readonly maxBytes: number }[];
}

interface Read {
  readonly index: number;
  readonly error: ErrorCode;
  readonly end: number;
  readonly records: Buffer;
}

interface Answer {
  readonly topics: readonly { readonly topic: string; readonly read: readonly Read[] }[];
  readonly bytes: number;
  readonly failed: boolean;
}

const NOTHING = Buffer.alloc(0);

function takeWanted(reader: Reader): Wanted {
  const topic = reader.string();
  const partitions = reader.array((each) => ({ index: each.int32(), offset: each.int64(), maxBytes: each.int32() }));
  return { topic, partitions };
}

function readAll({ topics }: RequestContext, wanted: readonly Wanted[], maxBytes: number): Answer {
  let bytes = 0;
  let failed = false;
  const answered = wanted.map(({ topic, partitions }) => ({
    topic,
    read: partitions.map(({ index, offset, maxBytes: most }): Read => {
      const partition = topics.partition(topic, index);
      const room = Math.min(most, maxBytes - bytes);
      // The first partition may exceed the limit by one batch; the others wait for the next request.
      const records = partition && (bytes === 0 || room > 0) ? partition.read(offset, room) : NOTHING;
      const end = partition?.end ?? -1;
      bytes += records?.length ?? 0;
      const error = partition
        ? records
          ? ErrorCode.none
          : ErrorCode.offsetOutOfRange
        : ErrorCode.unknownTopicOrPartition;
      if (error !== ErrorCode.none) failed = true;
      return { index, error, end, records: records ?? NOTHING };
    }),
  }));
  return { topics: answered, bytes, failed };
}

/** Records from given offsets on; waits for them as long as the client says. */
export const FETCH: Api = {
  key: 1,
  min: 4,
  max: 4,
  async handle(context, request) {
    request.int32();
    const maxWait = request.int32();
    const minBytes = request.int32();
    const maxBytes = request.int32();
    request.int8();
    const wanted = request.array(takeWanted);
    const deadline = Date.now() + maxWait;
    let answer = readAll(context, wanted, maxBytes);
    for (let left = maxWait; answer.bytes < minBytes && !answer.failed && left > 0; left = deadline - Date.now()) {
      await context.topics.nextAppend(left);
      answer = readAll(context, wanted, maxBytes);
      if (context.isClosing()) break;
    }
    return new Writer().int32(0).array(answer.topics, (writer, { topic, read }) =>
      writer.string(topic).array(read, (each, { index, error, end, records }) =>
        each
          .int32(index)
          .int16(error)
          .int64(end)
          // Without transactions, every record counts as committed and none as aborted.
          .int64(end)
          .int32(0)
          .bytes(records),
      ),
    );
  },
};
