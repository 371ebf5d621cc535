import type { Api } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import { Writer } from '../writer.ts';

export const OFFSET_COMMIT: Api = {
  key: 8,
  min: 3,
  max: 3,
  handle({ groups, topics }, request) {
    const group = request.string();
    const generation = request.int32();
    const memberId = request.string();
    request.int64();
    const error = groups.get(group).mayCommit(memberId, generation);
    const results = request.array((reader) => {
      const topic = reader.string();
      const partitions = reader.array((each) => {
        const index = each.int32();
        const committed = { offset: each.int64(), metadata: each.nullableString() };
        if (error !== ErrorCode.none) return { index, error };
        if (!topics.partition(topic, index)) return { index, error: ErrorCode.unknownTopicOrPartition };
        groups.commit(group, topic, index, committed);
        return { index, error };
      });
      return { topic, partitions };
    });
    return new Writer()
      .int32(0)
      .array(results, (writer, { topic, partitions }) =>
        writer.string(topic).array(partitions, (each, result) => each.int32(result.index).int16(result.error)),
      );
  },
};

export const OFFSET_FETCH: Api = {
  key: 9,
  min: 3,
  max: 3,
  handle({ groups }, request) {
    const group = request.string();
    const asked = request.nullableArray((reader) => ({
      topic: reader.string(),
      partitions: reader.array((each) => each.int32()),
    }));
    return new Writer()
      .int32(0)
      .array(asked ?? groups.allCommitted(group), (writer, { topic, partitions }) =>
        writer.string(topic).array(partitions, (each, index) => {
          const committed = groups.committed(group, topic, index);
          each
            .int32(index)
            .int64(committed?.offset ?? -1)
            .string(committed?.metadata ?? '')
            .int16(ErrorCode.none);
        }),
      )
      .int16(ErrorCode.none);
  },
};
