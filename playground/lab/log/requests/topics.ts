import type { Api, RequestContext } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import type { Reader } from '../reader.ts';
import { isTopicName } from '../topics.ts';
import { Writer } from '../writer.ts';

interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
}

interface Outcome {
  readonly name: string;
  readonly error: ErrorCode;
  readonly message: string | null;
}

function takeTopic(reader: Reader): NewTopic {
  const name = reader.string();
  const partitions = reader.int32();
  const replicas = reader.int16();
  const assigned = reader.array((each) => {
    each.int32();
    return each.array((list) => list.int32());
  });
  reader.array((each) => [each.string(), each.nullableString()]);
  // Partitions that are assigned one by one are counted by their assignments.
  return { name, partitions: assigned.length > 0 ? assigned.length : partitions, replicas };
}

function create({ topics }: RequestContext, { name, partitions, replicas }: NewTopic, dry: boolean): Outcome {
  const refuse = (error: ErrorCode, message: string): Outcome => ({ name, error, message });
  if (!isTopicName(name))
    return refuse(ErrorCode.invalidTopic, 'The name of a topic has letters, digits, “.”, “_” and “-”.');
  if (topics.get(name)) return refuse(ErrorCode.topicAlreadyExists, `Topic '${name}' already exists.`);
  const count = partitions === -1 ? 1 : partitions;
  if (count < 1) return refuse(ErrorCode.invalidPartitions, 'A topic has one partition at least.');
  if (replicas > 1) return refuse(ErrorCode.invalidReplicationFactor, 'There is one broker, so there is one copy.');
  if (!dry) topics.create(name, count);
  return { name, error: ErrorCode.none, message: null };
}

export const CREATE_TOPICS: Api = {
  key: 19,
  min: 2,
  max: 2,
  handle(context, request) {
    const wanted = request.array(takeTopic);
    request.int32();
    const dry = request.boolean();
    const outcomes = wanted.map((topic) => create(context, topic, dry));
    return new Writer()
      .int32(0)
      .array(outcomes, (writer, { name, error, message }) => writer.string(name).int16(error).string(message));
  },
};

export const DELETE_TOPICS: Api = {
  key: 20,
  min: 1,
  max: 1,
  handle({ topics }, request) {
    const names = request.array((reader) => reader.string());
    return new Writer().int32(0).array(names, (writer, name) => {
      const error = topics.delete(name) ? ErrorCode.none : ErrorCode.unknownTopicOrPartition;
      writer.string(name).int16(error);
    });
  },
};
