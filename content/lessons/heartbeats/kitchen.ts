/** What the checks of this exercise do over and over. */
import type { EventStream, Server, StreamEvent } from '#checks';

export const order = { table: 4, dish: 'soup' };

/** A stream that has begun. */
export async function openTalking(server: Server): Promise<EventStream> {
  const stream = server.open('/events');
  await stream.head(1_000);
  return stream;
}

/** The longest time without an event, from `from` ms after the request until now or the end, and what it was. */
export function longestSilence(stream: EventStream, from = 0): { readonly ms: number; readonly text: string } {
  const until = stream.endedAt ?? stream.age;
  const times = [from, ...stream.events().map(({ at }) => at), until].filter((at) => at >= from);
  let ms = 0;
  let text = '';
  for (const [index, to] of times.entries()) {
    const since = times[index - 1] ?? from;
    if (to - since <= ms) continue;
    ms = to - since;
    text = `${Math.round(ms)} ms without an event, from +${Math.round(since)} ms to +${Math.round(to)} ms`;
  }
  return { ms, text };
}

/** The event about this order, however many others come before it; null when it does not come within a second. */
export async function wholeOrder(
  stream: EventStream,
  { table }: { readonly table: number },
): Promise<StreamEvent | null> {
  for (;;) {
    const event = await stream.nextEvent('order', 1_000);
    if (event === null || new RegExp(`"table":\\s*${table}\\b`).test(event.data)) return event;
  }
}

/** What GET /stats says once it says `count`, or after a second. */
export async function clientsBecome(server: Server, count: number): Promise<unknown> {
  return clientsOf(await server.poll('/stats', (json) => clientsOf(json) === count, 1_000));
}

export function clientsOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'clients' in json ? json.clients : json;
}
