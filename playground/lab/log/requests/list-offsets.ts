import type { Api } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import type { Partition } from '../partition.ts';
import { Writer } from '../writer.ts';

const LATEST = -1;
const EARLIEST = -2;

function find(partition: Partition, timestamp: number): { readonly offset: number; readonly timestamp: number } {
  if (timestamp === LATEST) return { offset: partition.end, timestamp: -1 };
  if (timestamp === EARLIEST) return { offset: partition.start, timestamp: -1 };
  return partition.firstFrom(timestamp) ?? { offset: -1, timestamp: -1 };
}

/** The first offset, the next one, or the one of a time: there, to the batch. */
export const LIST_OFFSETS: Api = {
  key: 2,
  min: 1,
  max: 1,
  handle({ topics }, request) {
    request.int32();
    const results = request.array((reader) => {
      const topic = reader.string();
      const found = reader.array((each) => {
        const index = each.int32();
        const timestamp = each.int64();
        const partition = topics.partition(topic, index);
        return partition
          ? { index, error: ErrorCode.none, ...find(partition, timestamp) }
          : { index, error: ErrorCode.unknownTopicOrPartition, offset: -1, timestamp: -1 };
      });
      return { topic, found };
    });
    return new Writer().array(results, (writer, { topic, found }) =>
      writer
        .string(topic)
        .array(found, (each, { index, error, offset, timestamp }) =>
          each.int32(index).int16(error).int64(timestamp).int64(offset),
        ),
    );
  },
};
