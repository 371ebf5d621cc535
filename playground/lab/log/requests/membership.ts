import { type Api, BROKER_ID } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import { Writer } from '../writer.ts';

/** Who looks after a group: the only broker. */
export const FIND_COORDINATOR: Api = {
  key: 10,
  min: 1,
  max: 1,
  handle({ host, port }) {
    return new Writer().int32(0).int16(ErrorCode.none).string(null).int32(BROKER_ID).string(host).int32(port);
  },
};

export const JOIN_GROUP: Api = {
  key: 11,
  min: 2,
  max: 2,
  async handle({ groups, clientId }, request) {
    const group = groups.get(request.string());
    const sessionTimeout = request.int32();
    const rebalanceTimeout = request.int32();
    const memberId = request.string();
    request.string();
    const protocols = request.array((reader) => ({ name: reader.string(), metadata: reader.bytes() }));
    const joined = await group.join({ clientId, memberId, sessionTimeout, rebalanceTimeout, protocols });
    return new Writer()
      .int32(0)
      .int16(joined.error)
      .int32(joined.generation)
      .string(joined.protocol)
      .string(joined.leader)
      .string(joined.memberId)
      .array(joined.members, (writer, { id, metadata }) => writer.string(id).bytes(metadata));
  },
};

export const SYNC_GROUP: Api = {
  key: 14,
  min: 1,
  max: 1,
  async handle({ groups }, request) {
    const group = groups.get(request.string());
    const generation = request.int32();
    const memberId = request.string();
    const assignments = request.array((reader) => ({ memberId: reader.string(), assignment: reader.bytes() }));
    const { error, assignment } = await group.sync(memberId, generation, assignments);
    return new Writer()
      .int32(0)
      .int16(error)
      .bytes(assignment ?? Buffer.alloc(0));
  },
};

export const HEARTBEAT: Api = {
  key: 12,
  min: 1,
  max: 1,
  handle({ groups }, request) {
    const group = groups.get(request.string());
    const generation = request.int32();
    return new Writer().int32(0).int16(group.heartbeat(request.string(), generation));
  },
};

export const LEAVE_GROUP: Api = {
  key: 13,
  min: 1,
  max: 1,
  handle({ groups }, request) {
    const group = groups.get(request.string());
    return new Writer().int32(0).int16(group.leave(request.string()));
  },
};
