import { defineChecks, type EventStream } from '#checks';
import {
  add,
  adding,
  amountOf,
  expectBids,
  expectReset,
  type Fault,
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

export default defineChecks([
  {
    id: 'fan-out',
    title: 'A bid at one instance reaches the streams of both, once',
    section: 'one-log-many-readers',
    hint: 'POST only appends to Redis. What comes back from Redis is what streams get, at every instance alike.',
    async run(tools) {
      const { first, second } = await startAuction(tools);
      const streams = [await listen(tools, first), await listen(tools, first), await listen(tools, second)];
      await post(tools, first, 480);
      await post(tools, second, 490);
      await post(tools, first, 500);
      for (const stream of streams) {
        await untilBid(tools, stream, 500);
        expectBids(tools, stream, [480, 490, 500], {
          that: 'bids of both instances on each stream, once each, in order, within 200 ms',
          likely: (fault) =>
            fault === 'twice'
              ? 'an instance writes its own bid to its streams, and then Redis brings it as well'
              : 'bids stay in the process where they came in, or the instances share them out (a consumer group does)',
        });
      }
    },
  },
  {
    id: 'ids',
    title: 'An event is an entry of the Redis stream, and has its id',
    section: 'one-log-many-readers',
    hint: 'XADD bids * bid <json>. Its id is the id of the event, at every instance. Send entries that others added, too.',
    async run(tools) {
      const { expect } = tools;
      const { redis, first, second } = await startAuction(tools);
      const streams = [await listen(tools, first), await listen(tools, second)];
      await post(tools, first, 480);
      const [own] = await redis.commands([['XRANGE', 'bids', '-', '+']]);
      const [entry] = Array.isArray(own) ? own : [];
      const [id, fields] = Array.isArray(entry) ? entry : [];
      expect(fields ?? 'none', {
        that: 'after POST /bids there is an entry of the Redis stream bids, with the field bid',
        likely: 'the bid went through pub/sub, or to another key, or its field has another name',
      }).toEqual(['bid', '{"lot":7,"amount":480}']);
      const [other] = await add(redis, [490]);
      for (const stream of streams) {
        await untilBid(tools, stream, 490);
        expect(stream.events('bid').map(amountOf), {
          that: 'an entry that somebody else adds is an event at each instance',
          likely: 'instances tell each other of bids some other way, or the data is not the JSON of the field bid',
          seen:
            stream
              .events('bid')
              .map(({ data }) => data)
              .join(' and ') || 'no event called bid',
        }).toEqual([480, 490]);
        expect(
          stream.events('bid').map((event) => event.id === id || event.id === other),
          {
            that: 'the id of each event is that of its entry',
            likely: 'each instance, or each stream, counts by itself: no other instance knows what such an id means',
            seen: 'other ids',
          },
        ).toEqual([true, true]);
      }
    },
  },
  {
    id: 'burst',
    title: 'Three hundred bids at once arrive, every one, in order',
    section: 'where-the-reader-is',
    hint: 'Give XREAD the id of the last entry that you have. $ means: what comes after this command.',
    async run(tools) {
      const { redis, first, second } = await startAuction(tools);
      const streams = [await listen(tools, first), await listen(tools, second)];
      await add(redis, [1]);
      await add(redis, range(2, 300));
      for (const stream of streams) {
        await untilBid(tools, stream, 300);
        expectBids(tools, stream, range(1, 300), {
          that: '300 entries that were added at once, each once, in order, within 200 ms',
          likely: (fault) =>
            fault === 'order'
              ? 'entries are handled side by side, and overtake each other'
              : 'XREAD from $ each time: what is added between two calls belongs to neither',
        });
      }
    },
  },
  {
    id: 'resume',
    title: 'Either instance continues what the other one began',
    section: 'resume-anywhere',
    hint: 'XRANGE from the cursor on, at whichever instance. Keep nothing in the process.',
    async run(tools) {
      const { clock, expect } = tools;
      const { redis, first, second } = await startAuction(tools);
      const begun = await listen(tools, first);
      for (const amount of range(1, 12)) await post(tools, amount % 2 === 0 ? first : second, amount);
      await untilBid(tools, begun, 12);
      const cursor = begun.events('bid')[8]?.id ?? 'none';
      await second.kill();
      await second.start();
      let newest = 12;
      for (const [instance, which] of [
        [first, 'the same instance'],
        [second, 'the other instance, which was restarted since'],
      ] as const) {
        const stream = await listen(tools, instance, cursor);
        await untilBid(tools, stream, newest);
        expectBids(tools, stream, range(10, newest), {
          that: `at ${which}, the id of the 9th of ${newest} bids is followed by the 10th to the ${newest}th`,
          likely: (fault) =>
            fault === 'strange'
              ? 'the bid of the cursor itself is sent again, or all of them'
              : 'ids or bids are kept in the process, the cursor is not read, or ids are compared as text',
        });
        const ids = (one: EventStream) =>
          one
            .events('bid')
            .map(({ id }) => id)
            .slice(-3);
        expect(ids(stream), 'a replayed event has the id that it had live').toEqual(ids(begun));
        await clock.advance(SECOND);
        await add(redis, [++newest]);
        for (const each of [stream, begun]) await untilBid(tools, each, newest);
        expectBids(tools, stream, range(10, newest), { that: `at ${which}, what is new follows, once` });
        stream.drop();
      }
    },
  },
  {
    id: 'race',
    title: 'What is added during a replay is neither lost nor sent twice',
    section: 'resume-anywhere',
    hint: 'Listen first, then read. Remember for each stream the id that it got last, and skip whatever is not after it.',
    async run(tools) {
      const { clock, startRedis, startServer } = tools;
      const redis = await startRedis();
      const relay = await redis.relay();
      const server = await startServer({ env: { REDIS_URL: relay.url } });
      const before = await listen(tools, server);
      const ids = await add(redis, range(1, 20));
      await untilBid(tools, before, 20);
      const likely = (fault: Fault) =>
        fault === 'twice'
          ? 'what the replay has sent comes once more from the reader, which was behind'
          : 'the stream is added to the others only after its replay, or what was held back for it is forgotten, or overtakes';

      // The answer to the replay is on its way for long; meanwhile the reader brings more.
      relay.hold('answers');
      const during = server.open('/events', { 'last-event-id': ids[9] ?? '' });
      await clock.advance(100);
      await add(redis, range(21, 25));
      await untilBid(tools, before, 25);
      relay.release();
      await untilBid(tools, during, 25);
      expectBids(tools, during, range(11, 25), {
        that: 'bids that are added while the replay is being read come after it, each once, in order',
        likely,
      });

      // Now the reader is late: the replay has what it will bring.
      relay.hold('news');
      await add(redis, range(26, 30));
      const after = server.open('/events', { 'last-event-id': ids[9] ?? '' });
      await clock.advance(100);
      relay.release();
      for (const stream of [before, during, after]) await untilBid(tools, stream, 30, 300);
      await add(redis, [31]);
      for (const [stream, from] of [
        [before, 1],
        [during, 11],
        [after, 11],
      ] as const) {
        await untilBid(tools, stream, 31, 300);
        expectBids(tools, stream, range(from, 31), {
          that: 'bids that the replay has sent do not come again from the reader',
          likely,
        });
      }
    },
  },
  {
    id: 'trimmed',
    title: 'A cursor that is not kept any more gets a reset, and its id is good',
    section: 'when-it-is-too-late',
    hint: 'XRANGE from the cursor itself. When the first entry is another one, the cursor’s is gone: send reset.',
    async run(tools) {
      const { expect } = tools;
      const { redis, first, second } = await startAuction(tools);
      const [old = ''] = await add(redis, range(1, 10));
      await redis.command('XTRIM', 'bids', 'MAXLEN', '4');
      const likely = 'Redis begins with the oldest entry that it has, and says nothing of those that are gone';
      const stream = await expectReset(tools, second, {
        cursor: old,
        about: 'a cursor whose entry was trimmed',
        likely,
      });
      await post(tools, first, 11);
      await untilBid(tools, stream, 11);
      expectBids(tools, stream, [11], { that: 'after reset, only what is new' });
      const again = await listen(tools, first, stream.events('reset')[0]?.id ?? 'none');
      await untilBid(tools, again, 11);
      const names = again.events().map(({ name }) => name);
      expect(names.filter((name) => name === 'bid' || name === 'reset').join(', '), {
        that: 'whoever comes back with the id of reset gets what was added since, and no other reset',
        likely: 'reset has no id, or not that of the newest entry: the browser brings the old cursor again, for ever',
      }).toBe('bid');
    },
  },
  {
    id: 'unknown',
    title: 'A cursor that was never there gets a reset, and never an error',
    section: 'when-it-is-too-late',
    hint: 'Look at the form of the id before you give it to Redis: it answers an error to most texts, and $ and + mean something.',
    async run(tools) {
      const { redis, first } = await startOne(tools);
      await add(redis, range(1, 5));
      for (const cursor of ['abc', '1-2-3', '$', '+', '9999999999999-0', LONG_AGO]) {
        const stream = await expectReset(tools, first, {
          cursor,
          about: `Last-Event-ID: ${cursor}`,
          likely:
            cursor === '9999999999999-0'
              ? 'Redis has nothing after an id of the future, which looks like nothing missed'
              : 'it goes to Redis as it is',
        });
        stream.drop();
      }
    },
  },
  {
    id: 'bounded',
    title: 'Redis keeps the last 500 bids, and not many more',
    section: 'when-it-is-too-late',
    hint: 'XADD bids MAXLEN ~ 500 * …',
    async run(tools) {
      const { expect } = tools;
      const { redis, first } = await startOne(tools);
      await add(redis, range(1, 1_200));
      await post(tools, first, 1_201);
      const length = Number(await redis.command('XLEN', 'bids'));
      expect(length, {
        that: 'after 1,201 bids and a POST the Redis stream has at most 700 entries',
        likely: 'nothing trims it: it grows until Redis has no memory left',
      }).toBeLessThanOrEqual(700);
      expect(length, 'and at least 500').toBeGreaterThanOrEqual(500);
    },
  },
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
]);

const NONE = { type: 'event', name: '', id: null, data: '', at: 0 } as const;
