/** What the checks of this exercise do over and over. */
import type { CheckTools, EventStream, Server } from '#checks';

/** Two instances behind the learner's nginx. */
export interface Station {
  readonly first: Server;
  readonly second: Server;
  readonly edge: Server;
}

export async function startStation({ startServer, startEdge }: CheckTools): Promise<Station> {
  const first = await startServer();
  const second = await startServer();
  return { first, second, edge: await startEdge({ file: 'nginx.conf', servers: { 3001: first, 3002: second } }) };
}

/** What the control room does: each instance hears it. */
export async function announce(instances: readonly Server[], id: number): Promise<void> {
  for (const instance of instances) await instance.request('POST', '/announcements', announcement(id));
}

export function announcement(id: number): { readonly id: number; readonly text: string } {
  return { id, text: `Train ${id} is late` };
}

/** So many streams, all of which have begun. */
export async function openStreams(server: Server, count: number): Promise<EventStream[]> {
  const streams: EventStream[] = [];
  for (let index = 0; index < count; index++) {
    const stream = server.open('/events');
    await stream.head(1_000);
    streams.push(stream);
  }
  return streams;
}

/** How many streams an instance says that it has, once that is `count` or after a second. */
export async function streamsBecome(instance: Server, count: number): Promise<unknown> {
  return member(await instance.poll('/stats', (json) => member(json, 'streams') === count, 1_000), 'streams');
}

/** A number in what GET /stats answers. */
export async function statOf(instance: Server, name: 'streams' | 'connections'): Promise<number> {
  return Number(member((await instance.request('GET', '/stats')).json, name));
}

function member(json: unknown, name: string): unknown {
  const members = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return members.find(([key]) => key === name)?.[1];
}

/** The ids of the announcements of a stream so far. */
export function idsOf(stream: EventStream): string {
  return stream
    .events('announcement')
    .map(({ id }) => id ?? 'none')
    .join(', ');
}

/** The last `retry:` of a stream, as it was written. */
export function lastRetry(stream: EventStream): string {
  const last = stream.items.findLast((item) => item.type === 'retry');
  return last?.type === 'retry' ? last.value : 'none';
}
