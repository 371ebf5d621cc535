import type { ConsumerGroup } from './consumer-group.ts';
import type { Stream } from './stream.ts';
import { ID_MIN, type StreamId } from './stream-id.ts';

/** How many entries were added up to and including this id; null when deletions make that unknowable. */
function addedUpTo(stream: Stream, id: StreamId): number | null {
  if (stream.added === 0) return 0;
  if (stream.length === 0 && id <= stream.lastId) return stream.added;
  if (id === stream.lastId) return stream.added;
  if (id > stream.lastId) return null;
  const complete = stream.maxDeletedId === ID_MIN || stream.maxDeletedId < stream.firstId;
  if (complete && id < stream.firstId) return stream.added - stream.length;
  if (complete && id === stream.firstId) return stream.added - stream.length + 1;
  return null;
}

/** Whether an entry from this id on was deleted one by one. */
function hasGapsAfter(stream: Stream, id: StreamId): boolean {
  if (stream.length === 0 || stream.maxDeletedId === ID_MIN) return false;
  return stream.firstId <= stream.maxDeletedId && id <= stream.maxDeletedId;
}

/** Moves a group on to an entry that it was given. */
export function advance(stream: Stream, group: ConsumerGroup, id: StreamId): void {
  if (id <= group.lastId) return;
  if (group.entriesRead !== null && !hasGapsAfter(stream, id)) group.entriesRead++;
  else if (stream.added > 0) group.entriesRead = addedUpTo(stream, id);
  group.lastId = id;
}

/** How many entries a group has still to read; null when that cannot be told. */
export function lagOf(stream: Stream, group: ConsumerGroup): number | null {
  if (stream.added === 0) return 0;
  if (group.entriesRead !== null && !hasGapsAfter(stream, group.lastId)) return stream.added - group.entriesRead;
  const read = addedUpTo(stream, group.lastId);
  return read === null ? null : stream.added - read;
}
