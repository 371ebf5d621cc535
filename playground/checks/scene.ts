import type { CloseDetail, CloseReason, EdgeEvent } from '../lab/edge/protocol.ts';
import type { EventStream, StreamEnd } from './event-stream.ts';

/** What the streams of a check carried, told as an edge tells it: whatever draws the wire can draw it. */
export type Scene = readonly EdgeEvent[];

/** As much of a stream as a scene tells. */
export type Recording = Pick<EventStream, 'opened' | 'answered' | 'items' | 'end' | 'endedAt'>;

/** A scene says what happened, not how much of it. */
const MOST_EVENTS = 300;
const DATA_SHOWN = 200;

const ENDS: Readonly<Record<StreamEnd, { readonly reason: CloseReason; readonly detail: CloseDetail }>> = {
  clean: { reason: 'server', detail: { by: 'upstream', how: 'complete', why: null } },
  cut: { reason: 'server', detail: { by: 'upstream', how: 'fin', why: 'closed in the middle of the response' } },
  reset: { reason: 'reset', detail: { by: 'upstream', how: 'reset', why: 'reset in the middle of the response' } },
  refused: { reason: 'refused', detail: { by: 'upstream', how: 'fin', why: 'closed without an answer' } },
  dropped: { reason: 'client', detail: { by: 'client', how: 'fin', why: null } },
};

/** The first few hundred things that happened on the streams, in the order of their times. */
export function sceneOf(streams: readonly Recording[]): Scene {
  const events = streams.flatMap((stream, connection) => storyOf(stream, connection));
  return events.sort((a, b) => a.at - b.at).slice(0, MOST_EVENTS);
}

function storyOf({ opened, answered, items, end, endedAt }: Recording, connection: number): EdgeEvent[] {
  const { at: openedAt, ask } = opened;
  const on = (at: number) => ({ at: openedAt + at, connection });
  const lastEventId = ask.headers?.['last-event-id'] ?? ask.headers?.['Last-Event-ID'] ?? null;
  const story: EdgeEvent[] = [{ type: 'request', ...on(0), method: ask.method, path: ask.path, lastEventId }];
  if (answered !== null) {
    const { status, headers } = answered.head;
    story.push({ type: 'response', ...on(answered.at), status, contentType: headers['content-type'] ?? null });
  }
  for (const item of items.slice(0, MOST_EVENTS)) {
    switch (item.type) {
      case 'event': {
        const { id, name: event, data } = item;
        story.push({ type: 'event', ...on(item.at), id, event, data: data.slice(0, DATA_SHOWN), length: data.length });
        break;
      }
      case 'comment':
        story.push({ type: 'comment', ...on(item.at), text: item.text.slice(0, DATA_SHOWN) });
        break;
      case 'retry':
        // As a browser does, which ignores what is not all digits.
        if (/^\d+$/.test(item.value)) story.push({ type: 'retry', ...on(item.at), delay: Number(item.value) });
    }
  }
  if (end !== null && endedAt !== null) story.push({ type: 'close', ...on(endedAt), ...ENDS[end] });
  return story;
}
