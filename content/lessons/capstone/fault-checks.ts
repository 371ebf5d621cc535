import type { Check, CheckTools, EventStream, Server } from '#checks';
import {
  difference,
  idsOf,
  listen,
  member,
  ordersOf,
  post,
  postMany,
  startInstances,
  startNginx,
  startService,
  streamsBecome,
  untilOrders,
  update,
  Watcher,
} from './service.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Somebody else's: it streams, and closes what is silent for 60 s. */
const ELSEWHERE = `
events {}
http {
  server {
    listen 8080;
    location / {
      proxy_pass http://127.0.0.1:3001;
      proxy_http_version 1.1;
      proxy_buffering off;
    }
  }
}
`;

/** On a bad day. */
export const faultChecks: readonly Check[] = [
  {
    id: 'quiet',
    title: 'Ten quiet minutes end no stream, and each 20 s there is a sign of life',
    section: 'quiet-and-slow',
    hint: 'setInterval() of 15 s that writes event: heartbeat with data, without id; and a proxy_read_timeout of a few of them.',
    async run(tools) {
      const { clock, expect, startEdge, startRedis, startServer } = tools;
      const redis = await startRedis();
      const server = await startServer({ env: { REDIS_URL: redis.url } });
      const own = await startNginx(tools, server, server);
      const elsewhere = await startEdge({ conf: ELSEWHERE, servers: { 3001: server } });
      const streams = [
        [await listen(own), 'your nginx'],
        [await listen(elsewhere), 'a proxy that closes what is silent for 60 s'],
      ] as const;
      for (let minute = 0; minute < 10; minute++) await clock.advance(MINUTE);
      await post(tools, server, 4);
      for (const [stream, where] of streams) {
        expect(stream, {
          that: `behind ${where}, the stream is open after ten quiet minutes`,
          likely: 'nothing was sent for longer than the proxy’s proxy_read_timeout',
        }).toBeOpen();
        expect(await stream.nextEvent('order', 200), {
          that: `behind ${where}, the update after them arrives`,
        }).toCarry(update(4));
        const beats = stream.events('heartbeat');
        const times = [0, ...beats.map(({ at }) => at), 10 * MINUTE];
        const longest = Math.max(...times.map((at, index) => at - (times[index - 1] ?? 0)));
        expect(longest, {
          that: `behind ${where}, there is an event called heartbeat at least every 20 s`,
          likely: 'a comment keeps proxies quiet, but no EventSource tells the page of it',
          seen: beats.length === 0 ? 'none at all' : 'longer gaps',
        }).toBeLessThanOrEqual(20 * SECOND + 100);
        expect(
          beats.find(({ id }) => id !== null)?.id ?? 'none',
          'a heartbeat has no id: it would move the cursor',
        ).toBe('none');
      }
    },
  },
  {
    id: 'slow',
    title: 'A reader that stalls is given up; one that is only late is not; nobody waits for them',
    section: 'quiet-and-slow',
    hint: 'Look at response.writableLength after each write, and destroy() the response when it is over a million.',
    async run(tools) {
      const { expect } = tools;
      const { first, second } = await startInstances(tools);
      const [stalled, late] = [await listen(first), await listen(first)];
      expect(await streamsBecome(first, 2), 'GET /stats counts two streams').toBe(2);
      stalled.pause();
      late.pause();
      for (let count = 0; count < 6; count++) await postMany(first, 1, 'x'.repeat(100_000));
      expect(await streamsBecome(first, 2), {
        that: 'with 600 kB published and not read, GET /stats still counts two streams',
        likely: 'whoever is late for a moment is thrown out: write() returns false to say “wait”',
      }).toBe(2);
      late.resume();
      await untilOrders(tools, late, 6);
      expect(late.events('order').length, {
        that: 'a reader that was late gets all six updates, once it reads on',
        likely: 'updates were dropped, or its stream was ended',
      }).toBe(6);
      late.drop();
      expect(await streamsBecome(first, 1), {
        that: 'GET /stats counts one less within a second after it has left',
        likely: 'nothing removes the response in its close event',
      }).toBe(1);
      let count: unknown = 1;
      for (let published = 0; published < 12 && count === 1; published++) {
        for (let part = 0; part < 2; part++) await postMany(second, 3, 'x'.repeat(160_000));
        count = member((await first.request('GET', '/stats')).json, 'streams');
      }
      const next = await listen(first);
      await post(tools, second, 8);
      expect(await next.nextEvent('order', 200), {
        that: 'beside a stalled reader, a new one gets an update within 200 ms',
        likely: 'the writes wait for one another: one await for all of them is the pace of the slowest',
      }).toCarry(update(8));
      expect(await streamsBecome(first, 1), {
        that: 'a reader that takes nothing is given up before 12 MB have been published: GET /stats counts the new one alone',
        likely: 'write() never fails: what is not taken waits in memory, for ever',
      }).toBe(1);
    },
  },
  {
    id: 'swarm',
    title: 'Sixty streams, a burst, and kill -9 in the middle of it: none lost, none twice, in order',
    section: 'the-drill',
    hint: 'Everything together: ids and replay from Redis, proxy_next_upstream as it is by default, no ip_hash.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startService(tools);
      const all = await listen(second);
      const watchers = await Watcher.many(edge, 60);
      const counts = [await streamsBecome(first, 30), await streamsBecome(second, 31)];
      expect(Math.min(...counts.map(Number)), {
        that: 'of sixty streams from one address, each instance has at least fifteen',
        likely: 'ip_hash, or only one instance is in the upstream',
      }).toBeGreaterThanOrEqual(15);
      let accepted = await postMany(edge, 20);
      // In the same instant, between two updates.
      await first.kill();
      accepted += await postMany(edge, 20);
      await Promise.all(watchers.map((watcher) => watcher.comeBack()));
      expect(watchers.filter(({ lost }) => lost).length, {
        that: 'with one instance dead, everybody is back at once',
        likely: 'nginx does not try the other instance',
        seen: 'some are not',
      }).toBe(0);
      accepted += await postMany(edge, 20);
      await tools.clock.advance(SECOND);
      const published = all.events('order');
      expect(published.length, {
        that: 'each update that was answered with 2xx is in the stream',
        likely: 'the answer comes before Redis has it',
        seen: 'fewer',
      }).toBeGreaterThanOrEqual(accepted);
      expect(accepted, {
        that: 'all 60 updates are accepted: one instance is there all the time',
        seen: 'fewer',
      }).toBe(60);
      const wrong = difference(
        watchers,
        published.map(({ id }) => id ?? 'none'),
      );
      expect(wrong ?? 'all the same', {
        that: 'every one of the sixty has every update, once, in order',
        likely: 'what was missed is not replayed by the other instance, or more of it than was missed',
      }).toBe('all the same');
    },
  },
  {
    id: 'outage',
    title: 'Both instances down and back: nobody is answered, then everybody continues',
    section: 'the-drill',
    hint: 'error_page 502 503 504 = @drop, return 444 there, and max_fails=0. What is to be continued is in Redis.',
    async run(tools) {
      const { clock, expect } = tools;
      const { first, second, edge } = await startService(tools);
      const watcher = (await Watcher.many(edge, 1))[0];
      for (const order of [1, 2, 3]) await post(tools, edge, order);
      await clock.advance(200);
      await first.kill();
      await second.kill();
      expect(await watcher?.stream?.ended(SECOND), 'a stream ends when its instance dies').not.toBeNull();
      for (let attempt = 0; attempt < 2; attempt++) {
        const refused = edge.open('/events');
        const head = await refused.head(SECOND);
        expect(head?.status ?? 'none', {
          that: 'with both instances down, the connection is closed without an answer',
          likely: 'any status but 200 makes EventSource give up for good',
          seen: `status ${head?.status}`,
        }).toBe('none');
        expect(refused, 'the connection is closed, not left hanging').toHaveEnded('refused');
        await clock.advance(SECOND);
      }
      await first.start();
      await clock.advance(2 * SECOND);
      await post(tools, first, 4);
      await watcher?.comeBack();
      expect((await watcher?.stream?.head(SECOND))?.status ?? 'none', {
        that: '2 s after an instance listens again, a stream gets it',
        likely: 'after a failure nginx leaves a server alone for fail_timeout, 10 s',
        seen: 'no answer',
      }).toBe(200);
      await clock.advance(500);
      expect(ordersOf((watcher?.events ?? []).filter(({ name }) => name === 'order')).join(', '), {
        that: 'it continues with what was published since: orders 1, 2, 3 and 4',
        likely: 'what came before is in the memory of a process that is gone',
      }).toBe('1, 2, 3, 4');
    },
  },
  {
    id: 'redis',
    title: 'Redis goes away and comes back empty: the instances live, and say 503 until then',
    section: 'when-redis-is-away',
    hint: 'client.on("error", …) on every client, disableOfflineQueue: true, a try around each command, and a loop that reads on after an error.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first, second, edge } = await startService(tools);
      const streams = [await listen(first), await listen(second)];
      await post(tools, first, 1);
      for (const stream of streams) await stream.nextEvent('order', 200);
      const before = idsOf(streams[0] ?? (await listen(first)))[0] ?? '';
      await redis.kill();
      await clock.advance(SECOND);
      for (const instance of [first, second]) {
        expect(instance.exit === null ? 'it runs' : 'it has ended', {
          that: 'an instance outlives its Redis',
          likely: 'without a listener for “error”, a lost connection is an exception that nobody catches',
        }).toBe('it runs');
        expect((await askFor(instance))?.status ?? 'none within 1 s', {
          that: 'POST /orders is answered with 503 while Redis is away, within 1 s',
          likely: 'the command waits in the client until Redis is back, or the update is accepted and lost',
        }).toBe(503);
      }
      await clock.advance(10 * SECOND);
      await redis.start();
      await clock.advance(5 * SECOND);
      for (const stream of streams) {
        expect(stream, {
          that: 'streams stay open',
          likely: 'they were ended: everybody comes back at once, for nothing',
        }).toBeOpen();
      }
      for (const [order, instance] of [first, second].entries()) {
        await post(tools, instance, 10 + order);
        for (const stream of streams) {
          expect(await stream.nextEvent('order', 200), {
            that: '5 s after Redis is back, each stream gets new updates again',
            likely: 'the loop that reads has ended with the first error',
          }).toCarry(update(10 + order));
        }
      }
      const old = await listen(edge, before);
      await clock.wait(() => old.events().length > 0, 500);
      expect(old.events()[0]?.name ?? 'nothing', {
        that: 'a cursor that the empty Redis does not know is answered with reset',
        likely: 'only what was trimmed is looked for: but nothing was, all is new',
      }).toBe('reset');
    },
  },
  {
    id: 'deploy',
    title: 'SIGTERM: streams end in good order, come back one by one, and miss nothing',
    section: 'the-drill',
    hint: 'For each response end() with a random retry:, then server.close(), then the connections to Redis: they keep a process alive.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startService(tools);
      const all = await listen(second);
      const leaving: EventStream[] = [];
      for (let index = 0; index < 20; index++) leaving.push(first.open('/events'));
      for (const stream of leaving) await stream.firstByte(SECOND);
      const watchers = await Watcher.many(edge, 4);
      let accepted = await postMany(edge, 4);
      await untilOrders(tools, all, 4);
      const exit = await first.stop(10 * SECOND);
      for (const stream of leaving) {
        expect(stream, {
          that: 'each stream of the instance ends in good order',
          likely: 'process.exit() or a missing handler tears connections down; server.close() alone waits for ever',
        }).toHaveEnded('clean');
      }
      expect(exit?.code ?? (exit === null ? 'it still runs' : 'a signal'), {
        that: 'the process ends by itself within 10 s, with exit code 0',
        likely: 'a connection to Redis, a timer, or close() before the responses end keeps it alive',
      }).toBe(0);
      expect(all, 'streams of the other instance never notice').toBeOpen();
      expectJitter(tools, leaving);
      accepted += await postMany(edge, 4);
      expect(accepted, 'meanwhile, nginx gives all updates to the other instance').toBe(8);
      for (const watcher of watchers) await watcher.comeBack();
      await tools.clock.advance(500);
      expect(difference(watchers, idsOf(all)) ?? 'all the same', {
        that: 'whoever was sent away gets from the other instance what came meanwhile, once',
        likely: 'the other instance does not know the cursor',
      }).toBe('all the same');
    },
  },
];

/** A POST that may take too long; null then. */
function askFor(instance: Server) {
  return instance.request('POST', '/orders', update(0)).catch(() => null);
}

function expectJitter({ expect }: CheckTools, streams: readonly EventStream[]): void {
  const waits = streams.map(({ items }) => {
    const last = items.findLast((item) => item.type === 'retry');
    return last?.type === 'retry' ? last.value : 'none';
  });
  const right = waits.every((wait) => /^\d+$/.test(wait) && Number(wait) >= 1_000 && Number(wait) <= 10_000);
  expect(right, {
    that: 'the last retry: of each stream is a whole number of milliseconds, from 1000 to 10000',
    likely: 'browsers ignore fractions and units',
    seen: 'some are not',
  }).toBe(true);
  const numbers = waits.map(Number);
  const spread = new Set(waits).size >= 10 && Math.max(...numbers) - Math.min(...numbers) >= 4_000;
  expect(spread, {
    that: 'of 20 streams at least 10 differ, and the smallest and the largest are at least 4000 apart',
    likely: 'one number for all brings all of them back in the same moment',
    seen: new Set(waits).size === 1 ? 'the same for all' : 'they are close together',
  }).toBe(true);
}
