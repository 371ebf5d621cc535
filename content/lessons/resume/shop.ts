/** What the checks of this exercise do over and over. */
import type { CheckTools, EventStream, Server, StreamEvent } from '#checks';

export const order = { order: 7, status: 'packed' };

/** Opens the stream, from a cursor if there is one. A server that begins late gets time for it. */
export async function listen(server: Server, cursor?: string): Promise<EventStream> {
  const stream = server.open('/events', cursor === undefined ? {} : { 'Last-Event-ID': cursor });
  await stream.head(1_000);
  return stream;
}

/** A stream that hears everything from now on: what the others are compared with. */
export async function listenToAll(tools: CheckTools, server: Server): Promise<EventStream> {
  const all = await listen(server);
  // It may be counted in only after a look into the store.
  await tools.clock.advance(100);
  return all;
}

/** Posts one update after the other, each fourth of them a note. Resolves when `all` has heard them. */
export async function publish(tools: CheckTools, server: Server, all: EventStream, count: number): Promise<void> {
  const goal = all.events().length + count;
  for (let index = 0; index < count; index++) await post(tools, server, index);
  await untilCount(tools, all, goal);
}

/** Posts the same update many times at once. */
export async function publishMany(tools: CheckTools, server: Server, all: EventStream, count: number): Promise<void> {
  const goal = all.events().length + count;
  await Promise.all(Array.from({ length: count }, () => post(tools, server, 0)));
  await untilCount(tools, all, goal);
}

export async function post({ expect }: CheckTools, server: Server, index: number): Promise<void> {
  const note = index % 4 === 3;
  const path = note ? '/notes' : '/orders';
  const body = note ? { text: `Note ${index}` } : { order: 100 + index, status: 'packed' };
  expect(await server.request('POST', path, body), `POST ${path} is accepted: 2xx`).toSucceed();
}

/** Waits for so many events, and a moment for one too many. */
export async function untilCount({ clock }: CheckTools, stream: EventStream, count: number): Promise<void> {
  await clock.wait(() => stream.events().length >= count || stream.end !== null, 1_000);
  await clock.advance(100);
}

/** The ids of these events; fails the check when one has none. */
export function idsOf({ expect }: CheckTools, events: readonly StreamEvent[]): string[] {
  const without = events.find(({ id }) => !id);
  expect(without?.name ?? '', {
    that: 'every event has an id of its own, before the blank line',
    likely: 'there is no id: line, or it is empty, or it comes after the blank line and belongs to the next event',
    seen: `an event called ${without?.name} without one`,
  }).toBe('');
  return events.map(({ id }) => id ?? '');
}

/** `order 4f2a-8 {"order":7}`, for comparing and for showing. */
export function line({ name, id, data }: StreamEvent): string {
  return `${name} ${id ?? 'without id'} ${data}`;
}

/** What is first on the stream; null when nothing comes within half a second. */
export async function firstEvent({ clock }: CheckTools, stream: EventStream): Promise<StreamEvent | null> {
  await clock.wait(() => stream.events().length > 0 || stream.end !== null, 500);
  return stream.events()[0] ?? null;
}

/** Opens the stream with a cursor from which nothing can be continued: 200, and a reset first. The reset. */
export async function expectReset(
  tools: CheckTools,
  server: Server,
  cursor: string,
  about: string,
  likely: string,
): Promise<StreamEvent | null> {
  const stream = await listen(server, cursor);
  const head = await stream.head(1_000);
  tools
    .expect(head?.status, {
      that: `200 for ${about}`,
      likely: 'any other status is final for an EventSource: it never comes back',
    })
    .toBe(200);
  const first = await firstEvent(tools, stream);
  tools
    .expect(first?.name ?? 'nothing', {
      that: `an event called reset comes first for ${about}`,
      likely,
      seen: first ? line(first) : 'no event',
    })
    .toBe('reset');
  stream.drop();
  return first;
}
