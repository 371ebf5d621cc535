/** What the checks of this exercise do over and over. */
import type { Answer, CheckTools, Edge, EventStream, Redis, Server, StreamEvent } from '#checks';

/** Two instances that share a Redis. */
export interface Auction {
  readonly redis: Redis;
  readonly first: Server;
  readonly second: Server;
}

/** A cursor that Redis could have given, long ago. */
export const LONG_AGO = '1000000000000-0';

export async function startAuction(tools: CheckTools, env: Readonly<Record<string, string>> = {}): Promise<Auction> {
  const { redis, first } = await startOne(tools, env);
  return { redis, first, second: await tools.startServer({ env: { ...env, REDIS_URL: redis.url } }) };
}

/** One instance, and its Redis. */
export async function startOne(
  { startRedis, startServer }: CheckTools,
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<Auction, 'second'>> {
  const redis = await startRedis();
  return { redis, first: await startServer({ env: { ...env, REDIS_URL: redis.url } }) };
}

/** The nginx of the exercise in front of both. */
export function startEdge({ startEdge }: CheckTools, { first, second }: Auction): Promise<Edge> {
  return startEdge({ file: 'nginx.conf', servers: { 3001: first, 3002: second } });
}

export function bid(amount: number): { readonly lot: number; readonly amount: number } {
  return { lot: 7, amount };
}

/** Somebody bids at this instance, and is told that it counts. */
export async function post({ expect }: CheckTools, server: Server, amount: number): Promise<void> {
  expect(await server.request('POST', '/bids', bid(amount)), 'POST /bids is accepted: 2xx').toSucceed();
}

/** The command that adds a bid behind the back of the instances; `note` makes it large. */
export function adding(amount: number, note?: string): readonly string[] {
  return ['XADD', 'bids', '*', 'bid', JSON.stringify({ ...bid(amount), ...(note === undefined ? {} : { note }) })];
}

/** Adds them all at once. Their ids. */
export async function add(redis: Redis, amounts: readonly number[]): Promise<readonly string[]> {
  return (await redis.commands(amounts.map((amount) => adding(amount)))).map(String);
}

/** `range(3, 5)`: 3, 4, 5. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Opens a stream, from a cursor if there is one, and waits until it has begun. */
export async function listen(tools: CheckTools, server: Server, cursor?: string): Promise<EventStream> {
  const stream = server.open('/events', cursor === undefined ? {} : { 'last-event-id': cursor });
  const head = await stream.head(1_000);
  tools.expect(head?.status ?? 'no answer', 'GET /events answers 200').toBe(200);
  // It may be counted in only after a look into Redis.
  await tools.clock.advance(0);
  return stream;
}

export function amountOf(event: StreamEvent): number {
  return Number(member(event.data, 'amount'));
}

/** The amounts of all bids of a stream so far. */
export function amountsOf(stream: EventStream): readonly number[] {
  return stream.events('bid').map(amountOf);
}

/** Waits for the bid of this amount, for at most `ms`, and then for one too many. */
export async function untilBid({ clock }: CheckTools, stream: EventStream, amount: number, ms = 200): Promise<void> {
  await clock.wait(() => stream.end !== null || amountsOf(stream).includes(amount), ms);
  await clock.advance(0);
}

/** The stream has got these bids and no other, each once, in order. */
export function expectBids(
  { expect }: CheckTools,
  stream: EventStream,
  amounts: readonly number[],
  { that, likely }: { readonly that: string; readonly likely?: (fault: Fault) => string | undefined },
): void {
  const got = amountsOf(stream);
  const fault = faultOf(got, amounts);
  expect(fault ?? 'right', {
    that,
    likely: fault === null ? undefined : likely?.(fault),
    seen: fault === null ? undefined : SEEN[fault],
  }).toBe('right');
}

export type Fault = 'nothing' | 'lost' | 'twice' | 'strange' | 'order';

/** Without numbers: how much is lost in a race is different each time. */
const SEEN: Readonly<Record<Fault, string>> = {
  nothing: 'no bid at all',
  lost: 'some of them never came',
  twice: 'some of them came twice',
  strange: 'others came as well',
  order: 'all of them, out of order',
};

function faultOf(got: readonly number[], wanted: readonly number[]): Fault | null {
  if (got.length === wanted.length && got.every((amount, index) => amount === wanted[index])) return null;
  if (got.length === 0) return 'nothing';
  if (wanted.some((amount) => !got.includes(amount))) return 'lost';
  if (new Set(got).size < got.length) return 'twice';
  return got.length > wanted.length ? 'strange' : 'order';
}

/** The stream begins with reset for a cursor from which nothing can be continued. */
export async function expectReset(
  tools: CheckTools,
  server: Server,
  { cursor, about, likely }: { readonly cursor: string; readonly about: string; readonly likely: string },
): Promise<EventStream> {
  const { clock, expect } = tools;
  const stream = server.open('/events', { 'last-event-id': cursor });
  const head = await stream.head(1_000);
  expect(head?.status ?? 'no answer', {
    that: `200 for ${about}`,
    likely: 'any other status is final for an EventSource: it never comes back',
  }).toBe(200);
  // Other events are up to the server.
  const first = () => stream.events().find(({ name }) => name === 'reset' || name === 'bid');
  await clock.wait(() => first() !== undefined || stream.end !== null, 500);
  expect(first()?.name ?? 'no reset', { that: `an event called reset comes first for ${about}`, likely }).toBe('reset');
  return stream;
}

/** How many streams an instance says that it has, once that is `count` or after a second. */
export async function streamsBecome(instance: Server, count: number): Promise<unknown> {
  return streamsOf(await instance.poll('/stats', (json) => streamsOf(json) === count, 1_000));
}

export function streamsOf(json: unknown): unknown {
  const members = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return members.find(([key]) => key === 'streams')?.[1];
}

export async function statsOf(instance: Server): Promise<unknown> {
  return streamsOf((await instance.request('GET', '/stats')).json);
}

function member(json: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null
      ? Object.entries(value).find(([key]) => key === name)?.[1]
      : null;
  } catch {
    return null;
  }
}

/** What GET /events says: its status, or that there was no answer. */
export async function statusOf(server: Server): Promise<number | 'no answer'> {
  const stream = server.open('/events');
  const head = await stream.head(1_000);
  return head?.status ?? 'no answer';
}

/** How long an answer took, in milliseconds. */
export async function timed(
  { clock }: CheckTools,
  ask: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly ms: number }> {
  const from = clock.now;
  const answer = await ask();
  return { answer, ms: Math.round(clock.now - from) };
}

/** The last `retry:` of a stream, as it was written. */
export function lastRetry(stream: EventStream): string {
  const last = stream.items.findLast((item) => item.type === 'retry');
  return last?.type === 'retry' ? last.value : 'none';
}
