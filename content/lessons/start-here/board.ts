import type { CheckTools, EventStream, Server, StreamItem } from '#checks';

export interface Notice {
  readonly topic: string;
  readonly text: string;
}

export type Event = Extract<StreamItem, { type: 'event' }>;

/** Posted where a server that holds its headers back needs something to send. */
const NUDGE = 'Is anybody there?';
const LAST = 'That was all.';

/** A stream that has begun. A server that holds its headers back is the business of `greeting`: here it gets a notice. */
export async function openTalking(server: Server): Promise<EventStream> {
  const stream = server.open('/events');
  if (!(await stream.head(250))) await server.request('POST', '/notices', { topic: 'door', text: NUDGE });
  await stream.head(1_000);
  return stream;
}

export async function post({ expect }: CheckTools, server: Server, notice: Notice): Promise<void> {
  expect(await server.request('POST', '/notices', notice), {
    that: `POST /notices with ${JSON.stringify(notice)} is accepted: 2xx`,
    likely: 'every string is a text, and kitchen, door and garden are topics',
  }).toSucceed();
}

/** Everything that the stream says between this notice and the next one. */
export function pin(tools: CheckTools, server: Server, stream: EventStream, notice: Notice): Promise<StreamItem[]> {
  return itemsAfter(tools, server, stream, () => post(tools, server, notice));
}

export async function itemsAfter(tools: CheckTools, server: Server, stream: EventStream, act: () => Promise<void>) {
  const mark = stream.items.length;
  await act();
  await post(tools, server, { topic: 'door', text: LAST });
  const items = () => stream.items.slice(mark);
  const done = () => eventsOf(items()).some(({ data }) => data.includes(LAST));
  await tools.clock.wait(() => done() || stream.end !== null, 1_000);
  return items().filter((item) => item.type !== 'event' || !(isLast(item.data) || item.data.includes(NUDGE)));
}

export function eventsOf(items: readonly StreamItem[]): Event[] {
  return items.filter((item) => item.type === 'event');
}

/** The text as an EventSource gives it back. */
export function normal(text: string): string {
  return text.replace(/\r\n|\r/g, '\n');
}

/** Whether this is the notice that ends a batch, alone, and not glued to the one before. */
export function isLast(data: string): boolean {
  return data.includes(LAST) && !data.includes('\n');
}

export function show(items: readonly StreamItem[]): string {
  const parts = items.map((item) => {
    if (item.type === 'event') return `event ${item.name} with the data ${quote(item.data)}`;
    return item.type === 'retry' ? `retry: ${item.value}` : `comment ${quote(item.text)}`;
  });
  return parts.join(', then ') || 'no event';
}

/** As source code writes it, with everything escaped that cannot be seen. */
export function quote(text: string): string {
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029]/g, code);
}
