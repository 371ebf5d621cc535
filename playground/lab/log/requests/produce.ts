import type { Api } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import type { Partition } from '../partition.ts';
import { parseBatches } from '../record-batch.ts';
import { Writer } from '../writer.ts';

interface Stored {
  readonly partition: number;
  readonly error: ErrorCode;
  /** Of the first record; -1 when none was stored. */
  readonly offset: number;
}

function store(index: number, partition: Partition | undefined, records: Buffer): Stored {
  const refused = (error: ErrorCode): Stored => ({ partition: index, error, offset: -1 });
  if (!partition) return refused(ErrorCode.unknownTopicOrPartition);
  const parsed = parseBatches(records);
  if (!parsed.ok) return refused(parsed.error);
  let first: number | null = null;
  for (const batch of parsed.batches) {
    const appended = partition.append(batch);
    if (!appended.ok) return refused(appended.error);
    first ??= appended.offset;
  }
  return { partition: index, error: ErrorCode.none, offset: first ?? -1 };
}

/** Stores records. There is one copy, so every number of acknowledgements is the same; 0 asks for no answer. */
export const PRODUCE: Api = {
  key: 0,
  min: 3,
  max: 3,
  handle({ topics }, request) {
    request.nullableString();
    const acknowledgements = request.int16();
    request.int32();
    const results = request.array((reader) => {
      const topic = reader.string();
      const stored = reader.array((each) => {
        const index = each.int32();
        return store(index, topics.partition(topic, index), each.bytes());
      });
      return { topic, stored };
    });
    if (acknowledgements === 0) return null;
    return new Writer()
      .array(results, (writer, { topic, stored }) =>
        writer
          .string(topic)
          .array(stored, (each, { partition, error, offset }) =>
            each.int32(partition).int16(error).int64(offset).int64(-1),
          ),
      )
      .int32(0);
  },
};
