import type { Check, EventStream } from '#checks';
import {
  add,
  adding,
  amountOf,
  expectBids,
  expectReset,
  LONG_AGO,
  lastRetry,
  listen,
  post,
  range,
  startAuction,
  startEdge,
  startOne,
  statsOf,
  statusOf,
  streamsBecome,
  timed,
  untilBid,
} from './auction.ts';

const SECOND = 1_000;

export const faultChecks: readonly Check[] = [
  {
    id: 'connections',
    title: 'Twenty more streams need no further connection to Redis',
    section: 'two-connections',
    hint: 'One connection reads for all streams of the instance, another one does everything else.',
    async run(tools) {
      const { expect } = tools;
      const { redis, first, second } = await startAuction(tools);
      for (const instance of [first, second]) await post(tools, instance, 1);
      const cursor = String((await add(redis, [2]))[0]);
      for (let count = 0; count < 20; count++) await listen(tools, first, count % 2 === 0 ? cursor : undefined);
      const connections = (await redis.clients()).length;
      expect(connections, {
        that: 'with 20 streams open, two instances have at most 8 connections to Redis',
        likely: 'each stream has one of its own: 10,000 is where Redis refuses more',
        seen: `${connections}`,
      }).toBeLessThanOrEqual(8);
    },
  },
  {
    id: 'prompt',
    title: 'While nobody bids, a new bid or a replay does not have to wait',
    section: 'two-connections',
    hint: 'A blocking XREAD holds its connection: XADD and XRANGE need another one.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first } = await startOne(tools);
      const [cursor = ''] = await add(redis, [1, 2]);
      const stream = await listen(tools, first);
      for (const pause of [3_700, 12_300]) {
        await clock.advance(pause);
        const { ms } = await timed(tools, () => first.request('POST', '/bids', { lot: 7, amount: pause }));
        expect(ms, {
          that: 'POST /bids is answered within 200 ms after a pause',
          likely: 'it waits behind an XREAD that blocks',
          seen: `after ${ms} ms`,
        }).toBeLessThanOrEqual(200);
        await untilBid(tools, stream, pause);
        expect(amountOf(stream.events('bid').at(-1) ?? NONE), 'and streams have it within 200 ms').toBe(pause);
        await clock.advance(SECOND);
        const replay = first.open('/events', { 'last-event-id': cursor });
        await untilBid(tools, replay, 2);
        expect(replay.events('bid')[0]?.data ?? 'nothing', {
          that: 'a replay comes within 200 ms after a pause',
          likely: 'XRANGE waits behind an XREAD that blocks',
        }).toBe('{"lot":7,"amount":2}');
      }
    },
  },
  {
    id: 'link',
    title: 'What is added while an instance has lost its connections to Redis is not lost',
    section: 'when-redis-is-away',
    hint: 'After an error read on from the last id that you have. Pub/sub forgets whoever is not there.',
    async run(tools) {
      const { clock } = tools;
      const { startRedis, startServer } = tools;
      const redis = await startRedis();
      const first = await startServer({ env: { REDIS_URL: redis.url } });
      await post(tools, first, 1);
      // What came shortly before a stream may be news to it.
      await clock.advance(SECOND);
      const stays = await listen(tools, first);
      const others = await redis.clients();
      const second = await startServer({ env: { REDIS_URL: redis.url } });
      await post(tools, second, 2);
      await clock.advance(SECOND);
      const stream = await listen(tools, second);
      await post(tools, second, 3);
      await untilBid(tools, stream, 3);
      const own = (await redis.clients()).filter((id) => !others.includes(id));
      await redis.commands([
        ...own.map((id) => ['CLIENT', 'KILL', 'ID', id]),
        ...range(4, 6).map((amount) => adding(amount)),
      ]);
      await untilBid(tools, stream, 6, 5 * SECOND);
      expectBids(tools, stream, range(3, 6), {
        that: 'bids that were added while its connections were cut come within 5 s, once, in order',
        likely: () => 'the instance reads on from $, or listens to pub/sub: what happened in between is gone',
      });
      await clock.advance(SECOND);
      await post(tools, second, 7);
      for (const each of [stream, stays]) await untilBid(tools, each, 7);
      expectBids(tools, stream, range(3, 7), { that: 'and what is new after that' });
      expectBids(tools, stays, range(2, 7), { that: 'the streams of the other instance never notice' });
    },
  },
  {
    id: 'outage',
    title: 'Without a Redis a bid is refused at once, streams stay, and all goes on when it is back',
    section: 'when-redis-is-away',
    hint: 'A listener for error, disableOfflineQueue for what writes, try and catch around both.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first, second } = await startAuction(tools);
      const streams = [await listen(tools, first), await listen(tools, second)];
      await post(tools, first, 1);
      for (const stream of streams) await untilBid(tools, stream, 1);
      const cursor = streams[0]?.events('bid')[0]?.id ?? LONG_AGO;
      await redis.kill();
      for (const wait of [0, 2 * SECOND]) {
        await clock.advance(wait);
        const { answer, ms } = await timed(tools, () => first.request('POST', '/bids', { lot: 7, amount: 2 }));
        expect(answer.status, 'while no Redis listens, POST /bids is answered 503').toBe(503);
        expect(ms, { that: 'within 1 s', seen: `after ${ms} ms` }).toBeLessThanOrEqual(SECOND);
      }
      for (const stream of streams) {
        expect(stream, {
          that: 'streams stay open',
          likely: 'an error without a listener ended the process',
        }).toBeOpen();
      }
      await redis.start();
      await clock.advance(5 * SECOND);
      await post(tools, second, 3);
      for (const stream of streams) {
        await untilBid(tools, stream, 3);
        expectBids(tools, stream, [1, 3], {
          that: '5 s after an empty Redis listens again a bid reaches the streams that were open, and none comes that was refused',
          likely: (fault) =>
            fault === 'strange'
              ? 'a bid that was refused waited in the client’s offline queue'
              : 'reading has ended with the first error',
        });
      }
      const about = 'a cursor of before, when Redis came back empty';
      await expectReset(tools, first, { cursor, about, likely: 'nothing looks whether that entry is there' });
    },
  },
  {
    id: 'slow',
    title: 'A client that does not read is cut off, and others never notice',
    section: 'a-client-that-does-not-read',
    hint: 'After each write, look at response.writableLength: over half a megabyte, destroy() it.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first } = await startOne(tools);
      const stuck = await listen(tools, first);
      stuck.pause();
      // The kernels on the way take some megabytes before anything waits in the instance.
      for (let megabyte = 0; megabyte < 12; megabyte++) {
        await redis.commands(range(1, 4).map((amount) => adding(amount, 'x'.repeat(250 * 1024))));
        await clock.advance(50);
      }
      const reads = await listen(tools, first);
      await post(tools, first, 480);
      await untilBid(tools, reads, 480);
      expect(amountOf(reads.events('bid').at(-1) ?? NONE), {
        that: 'a client that reads gets a bid within 200 ms, whoever else does not read',
        likely: 'somebody waits for the slow one to drain, before the next one is served',
        seen: 'it never came',
      }).toBe(480);
      expect(await streamsBecome(first, 1), {
        that: 'GET /stats does not count a client for whom 1 MB waits',
        likely: 'write() to it goes on, and what it does not read piles up in memory',
      }).toBe(1);
    },
  },
  {
    id: 'patience',
    title: 'A client that is only busy for a moment is not cut off',
    section: 'a-client-that-does-not-read',
    hint: 'write() that returns false says “more than 64 kB wait”, not “it does not read”. Look at how much.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first } = await startOne(tools);
      const stream = await listen(tools, first);
      stream.pause();
      await redis.commands(range(1, 4).map((amount) => adding(amount, 'x'.repeat(50 * 1024))));
      await clock.advance(SECOND);
      expect(await statsOf(first), {
        that: 'GET /stats still counts a client that has not read four bids of 50 kB after a second',
        likely: 'the first write() that returns false is taken for a dead client',
      }).toBe(1);
      stream.resume();
      await untilBid(tools, stream, 4);
      expectBids(tools, stream, range(1, 4), { that: 'all of them arrive when it reads on' });
    },
  },
  {
    id: 'limit',
    title: 'A full instance says 503, and nginx finds the other one',
    section: 'how-many',
    hint: 'Before anything else in GET /events: as many streams as MAX_STREAMS? writeHead(503).end().',
    async run(tools) {
      const { expect } = tools;
      const auction = await startAuction(tools, { MAX_STREAMS: '3' });
      const { first, second } = auction;
      const edge = await startEdge(tools, auction);
      const [leaves] = [await listen(tools, first), await listen(tools, first), await listen(tools, first)];
      expect(await statusOf(first), {
        that: 'with MAX_STREAMS=3, an instance answers 503 to the fourth',
        likely: 'there is no limit, or it is one off',
      }).toBe(503);
      for (let count = 1; count <= 3; count++) {
        expect(await statusOf(edge), {
          that: 'nginx gives a stream to the instance that has room',
          likely: 'a status other than 503 is not asked again elsewhere',
        }).toBe(200);
      }
      expect(await streamsBecome(second, 3), 'the other instance has three then').toBe(3);
      expect(await statusOf(edge), {
        that: 'when both are full, nginx closes the connection without an answer',
        likely: 'another status than 503 reaches the EventSource, which gives up for good',
      }).toBe('no answer');
      leaves?.drop();
      expect(await streamsBecome(first, 2), 'a client that leaves is gone from GET /stats within a second').toBe(2);
      expect(await statusOf(edge), {
        that: 'and somebody else gets its place',
        likely: 'those who leave, or were refused, are still counted',
      }).toBe(200);
    },
  },
  {
    id: 'drain',
    title: 'SIGTERM ends streams in good order, and the process soon after',
    section: 'the-deploy-again',
    hint: 'end() each response, then server.close(), and in its callback let go of Redis: an XREAD that blocks keeps the process alive.',
    async run(tools) {
      const { expect } = tools;
      const { first, second } = await startAuction(tools);
      const leaving = [await listen(tools, first), await listen(tools, first)];
      const staying = await listen(tools, second);
      await post(tools, first, 1);
      const exit = await first.stop(10 * SECOND);
      for (const stream of leaving) {
        expect(stream, {
          that: 'each stream of the instance ends in good order',
          likely: 'process.exit() or a missing handler tears connections down',
        }).toHaveEnded('clean');
        expect(stream.endedAt, { that: 'within 5 s', seen: `after ${stream.endedAt} ms` }).toBeLessThanOrEqual(5_500);
      }
      expect(exit?.code ?? 'it still runs', {
        that: 'the process ends by itself within 10 s, with exit code 0',
        likely: 'a connection to Redis or a timer keeps it alive',
      }).toBe(0);
      expect(staying, 'streams of the other instance never notice').toBeOpen();
    },
  },
  {
    id: 'jitter',
    title: 'Those who are sent away come back at different times',
    section: 'the-deploy-again',
    hint: 'Before end(): a retry: line with Math.round(1000 + Math.random() * 9000), for each stream.',
    async run(tools) {
      const { expect } = tools;
      const { first } = await startOne(tools);
      const streams: EventStream[] = [];
      for (let count = 0; count < 20; count++) streams.push(await listen(tools, first));
      await first.stop(10 * SECOND);
      const waits = streams.map(lastRetry);
      const seen = waits.slice(0, 3).join(', ');
      for (const wait of waits) {
        expect(wait, { that: 'the last retry: of each stream is a whole number', seen }).toMatch(/^\d+$/);
        expect(Number(wait), { that: 'of at least 1000 ms', seen: wait }).toBeGreaterThanOrEqual(1_000);
        expect(Number(wait), { that: 'and at most 10000 ms', seen: wait }).toBeLessThanOrEqual(10_000);
      }
      expect(new Set(waits).size, {
        that: 'at least 10 different ones among 20 streams',
        likely: 'one number for all brings all of them back in the same moment',
        seen,
      }).toBeGreaterThanOrEqual(10);
      const apart = Math.max(...waits.map(Number)) - Math.min(...waits.map(Number));
      expect(apart, {
        that: 'and at least 4000 ms between the smallest and the largest',
        seen: `${apart} ms`,
      }).toBeGreaterThanOrEqual(4_000);
    },
  },
];

const NONE = { type: 'event', name: '', id: null, data: '', at: 0 } as const;
