import type { Check, EventStream } from '#checks';
import {
  add,
  amountOf,
  expectBids,
  expectReset,
  type Fault,
  LONG_AGO,
  listen,
  post,
  range,
  startAuction,
  startOne,
  untilBid,
} from './auction.ts';

const SECOND = 1_000;

export const replayChecks: readonly Check[] = [
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
];
