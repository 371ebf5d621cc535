import { type Api, BROKER_ID, type RequestContext } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import { isTopicName } from '../topics.ts';
import { Writer } from '../writer.ts';

/** As Kafka's `num.partitions`. */
const AUTO_PARTITIONS = 1;

interface Described {
  readonly name: string;
  readonly error: ErrorCode;
  readonly partitions: number;
}

function describe({ topics }: RequestContext, name: string, create: boolean): Described {
  const found = topics.get(name);
  if (found) return { name, error: ErrorCode.none, partitions: found.length };
  if (!isTopicName(name)) return { name, error: ErrorCode.invalidTopic, partitions: 0 };
  if (!create) return { name, error: ErrorCode.unknownTopicOrPartition, partitions: 0 };
  return { name, error: ErrorCode.none, partitions: topics.create(name, AUTO_PARTITIONS).length };
}

/** Which topics there are, and where. Makes those asked for that do not exist. */
export const METADATA: Api = {
  key: 3,
  min: 4,
  max: 4,
  handle(context, request) {
    const asked = request.nullableArray((reader) => reader.string());
    const create = request.boolean();
    const described = (asked ?? context.topics.names).map((name) => describe(context, name, create));
    return new Writer()
      .int32(0)
      .array([context], (writer, { host, port }) => writer.int32(BROKER_ID).string(host).int32(port).string(null))
      .string('steady-stream')
      .int32(BROKER_ID)
      .array(described, (writer, { name, error, partitions }) =>
        writer
          .int16(error)
          .string(name)
          .boolean(false)
          .array([...Array(partitions).keys()], (each, partition) =>
            each
              .int16(ErrorCode.none)
              .int32(partition)
              .int32(BROKER_ID)
              .array([BROKER_ID], (list, id) => list.int32(id))
              .array([BROKER_ID], (list, id) => list.int32(id)),
          ),
      );
  },
};
