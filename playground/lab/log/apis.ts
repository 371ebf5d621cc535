import type { Api } from './api.ts';
import { ErrorCode } from './error-code.ts';
import { FETCH } from './requests/fetch.ts';
import { OFFSET_COMMIT, OFFSET_FETCH } from './requests/group-offsets.ts';
import { LIST_OFFSETS } from './requests/list-offsets.ts';
import { FIND_COORDINATOR, HEARTBEAT, JOIN_GROUP, LEAVE_GROUP, SYNC_GROUP } from './requests/membership.ts';
import { METADATA } from './requests/metadata.ts';
import { PRODUCE } from './requests/produce.ts';
import { INIT_PRODUCER_ID } from './requests/producer-id.ts';
import { CREATE_TOPICS, DELETE_TOPICS } from './requests/topics.ts';
import { Writer } from './writer.ts';

/** Says which requests are understood, in which versions: a client chooses from these. */
export const API_VERSIONS: Api = {
  key: 18,
  min: 0,
  max: 2,
  handle: (_, __, version) => versionsAnswer(ErrorCode.none, version),
};

/** Every kind of request that the broker understands. */
export const APIS: readonly Api[] = [
  PRODUCE,
  FETCH,
  LIST_OFFSETS,
  METADATA,
  OFFSET_COMMIT,
  OFFSET_FETCH,
  FIND_COORDINATOR,
  JOIN_GROUP,
  HEARTBEAT,
  LEAVE_GROUP,
  SYNC_GROUP,
  API_VERSIONS,
  CREATE_TOPICS,
  DELETE_TOPICS,
  INIT_PRODUCER_ID,
];

/** In the layout of a version; an error is told in the oldest, which every client reads. */
export function versionsAnswer(error: ErrorCode, version: number): Writer {
  const answer = new Writer()
    .int16(error)
    .array(APIS, (writer, { key, min, max }) => writer.int16(key).int16(min).int16(max));
  return version > 0 ? answer.int32(0) : answer;
}
