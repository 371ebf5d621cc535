/** What the checks of this exercise do over and over. */
import type { CheckTools, EventStream, Redis, Server, StreamEvent } from '#checks';

/** Two instances with a Redis between them, behind the learner's nginx. */
export interface Service {
  readonly redis: Redis;
  readonly first: Server;
  readonly second: Server;
  readonly edge: Server;
}

export async function startService(tools: CheckTools): Promise<Service> {
  const { redis, first, second } = await startInstances(tools);
  return { redis, first, second, edge: await startNginx(tools, first, second) };
}

/** The same without nginx. */
export async function startInstances({ startRedis, startServer }: CheckTools): Promise<Omit<Service, 'edge'>> {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url };
  return { redis, first: await startServer({ env }), second: await startServer({ env }) };
}

export function startNginx({ startEdge }: CheckTools, first: Server, second: Server): Promise<Server> {
  return startEdge({ file: 'nginx.conf', servers: { 3001: first, 3002: second } });
}

/** An update that can be told from every other. */
export function update(order: number): { readonly order: number; readonly status: string } {
  return { order, status: 'packed' };
}

/** Posts an update; fails the check when it is not accepted. */
export async function post({ expect }: CheckTools, server: Server, order: number): Promise<void> {
  expect(await server.request('POST', '/orders', update(order)), {
    that: 'POST /orders is answered with 2xx',
    likely: 'the instance does not take it, or nginx does not pass it on',
  }).toSucceed();
}

/** Posts the same update so many times at once: which of them is first is nobody's business. How many were accepted. */
export async function postMany(server: Server, count: number, note?: string): Promise<number> {
  const body = note === undefined ? update(7) : { ...update(7), note };
  const answers = await Promise.all(
    Array.from({ length: count }, () => server.request('POST', '/orders', body).catch(() => null)),
  );
  return answers.filter((answer) => answer !== null && answer.status >= 200 && answer.status < 300).length;
}

/** A stream that has begun. */
export async function listen(server: Server, cursor?: string): Promise<EventStream> {
  const stream = server.open('/events', cursor === undefined ? {} : { 'Last-Event-ID': cursor });
  await stream.firstByte(1_000);
  return stream;
}

/** Waits for so many orders, and a moment for one too many. */
export async function untilOrders({ clock }: CheckTools, stream: EventStream, count: number): Promise<void> {
  await clock.wait(() => stream.events('order').length >= count || stream.end !== null, 1_000);
  await clock.advance(100);
}

/** The ids of the orders of a stream so far. */
export function idsOf(stream: EventStream): string[] {
  return stream.events('order').map(({ id }) => id ?? 'none');
}

/** The numbers of the orders in these events. */
export function ordersOf(events: readonly StreamEvent[]): number[] {
  return events.map(({ data }) => Number(/"order":\s*(\d+)/.exec(data)?.[1]));
}

/** How many streams an instance says that it has, once that is `count` or after a second. */
export async function streamsBecome(instance: Server, count: number): Promise<unknown> {
  return member(await instance.poll('/stats', (json) => member(json, 'streams') === count, 1_000), 'streams');
}

export function member(json: unknown, name: string): unknown {
  const members = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return members.find(([key]) => key === name)?.[1];
}

/** Somebody who comes back as a browser does: with the last id. */
export class Watcher {
  readonly #edge: Server;
  readonly #streams: EventStream[] = [];

  private constructor(edge: Server) {
    this.#edge = edge;
  }

  /** So many of them, whose streams have begun. */
  static async many(edge: Server, count: number): Promise<Watcher[]> {
    const watchers = Array.from({ length: count }, () => new Watcher(edge));
    for (const [index, watcher] of watchers.entries()) {
      watcher.#streams.push(edge.open('/events'));
      // One after the other, as far as somebody may read what happened to them.
      if (index < 4) await watcher.stream?.firstByte(1_000);
    }
    for (const watcher of watchers) await watcher.stream?.firstByte(1_000);
    return watchers;
  }

  /** The newest. */
  get stream(): EventStream | undefined {
    return this.#streams.at(-1);
  }

  get lost(): boolean {
    return this.stream?.end !== null;
  }

  /** Everything so far, over all streams. */
  get events(): StreamEvent[] {
    return this.#streams.flatMap((stream) => stream.events().filter(({ name }) => name !== 'heartbeat'));
  }

  /** Opens a stream again, when the last one is lost. */
  async comeBack(): Promise<void> {
    if (!this.lost) return;
    const last = this.events.findLast(({ id }) => id !== null)?.id;
    this.#streams.push(this.#edge.open('/events', last ? { 'Last-Event-ID': last } : {}));
    await this.stream?.firstByte(1_000);
  }
}

/** Where what a watcher has differs from what was published, in words that are the same each time; null when it does not. */
export function difference(watchers: readonly Watcher[], published: readonly string[]): string | null {
  const wrong = new Set<string>();
  for (const { events } of watchers) {
    const ids = events.filter(({ name }) => name === 'order').map(({ id }) => id ?? 'none');
    if (events.some(({ name }) => name === 'reset')) wrong.add('some were told to start anew');
    if (published.some((id) => !ids.includes(id))) wrong.add('some lost updates');
    if (new Set(ids).size < ids.length) wrong.add('some got updates twice');
    if (ids.some((id) => !published.includes(id))) wrong.add('some got ids that others did not get');
    const known = ids.filter((id) => published.includes(id));
    const sorted = [...known].sort((one, other) => published.indexOf(one) - published.indexOf(other));
    if (known.join() !== sorted.join()) wrong.add('some got them in another order');
  }
  return wrong.size === 0 ? null : [...wrong].sort().join(', ');
}
