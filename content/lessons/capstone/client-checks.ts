import type { Check } from '#checks';
import { member, update } from './service.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** About the client module alone. */
export const clientChecks: readonly Check[] = [
  {
    id: 'once',
    title: 'The client gives the page each order once, whatever comes again',
    section: 'the-client',
    hint: 'Keep the id of the last order, and drop what is not newer: as two numbers, not as text.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events?lastEventId=900-0');
      await client.open();
      await client.send('order', update(1), '999-0');
      await client.send('order', update(2), '1000-0');
      await client.send('order', update(3), '1000-9');
      await client.send('order', update(4), '1000-10');
      await client.send('heartbeat', {});
      expect(client.orders, {
        that: 'onOrder gets each order, parsed, in order',
        likely:
          'ids are compared as text, where 1000 is before 999 and 10 before 9; or the heartbeat is taken for an order',
      }).toMatchObject([1, 2, 3, 4].map(update));
      await client.lose();
      await client.open();
      for (const [id, order] of [
        ['1000-9', 3],
        ['1000-10', 4],
        ['1001-0', 5],
      ] as const) {
        await client.send('order', update(order), id);
      }
      expect(client.orders, {
        that: 'what comes again after a reconnect is not given to the page again',
        likely: 'the client believes that a server never repeats itself',
        seen: `orders ${client.orders.map((each) => member(each, 'order')).join(', ')}`,
      }).toMatchObject([1, 2, 3, 4, 5].map(update));
      expect(client.orders.length, 'five orders').toBe(5);
    },
  },
  {
    id: 'cursor',
    title: 'A refused client comes back by itself, later and later, with its cursor in the URL',
    section: 'the-client',
    hint: 'readyState 2: setTimeout() with Math.random() times 1 s, 2 s, 4 s … 30 s, and lastEventId set in the URL.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events?shop=3&lastEventId=1-0');
      await client.open();
      await client.send('order', update(1), '5-0');
      await client.send('heartbeat', {});
      await client.lose();
      await client.advance(30 * SECOND);
      expect(client.sources.length, {
        that: 'while the browser itself reconnects, readyState 0, there is one EventSource',
        likely: 'every error is taken for the end',
      }).toBe(1);
      const delays: number[] = [];
      for (let failure = 0; failure < 8; failure++) {
        await client.giveUp();
        expect(client.status, 'reconnecting after an error').toBe('reconnecting');
        const longest = Math.min(30, 2 ** failure) * SECOND;
        const delay = await client.untilNextSource(longest + 10);
        expect(delay, {
          that: `after failure ${failure + 1} in a row, a new EventSource within ${longest / SECOND} s`,
          likely: 'nobody comes back after readyState 2 but this module',
          seen: 'none',
        }).not.toBeNull();
        delays.push((delay ?? 0) / longest);
        const url = new URL(client.sources.at(-1)?.url ?? '', 'http://localhost/');
        expect(url.searchParams.getAll('lastEventId').join(), {
          that: 'its URL has the newest cursor as lastEventId, once: 5-0',
          likely: 'a new EventSource has no Last-Event-ID: only its URL can tell the server',
          seen: client.sources.at(-1)?.url,
        }).toBe('5-0');
        expect(url.searchParams.get('shop'), 'the rest of the URL stays').toBe('3');
      }
      const apart = Math.max(...delays) - Math.min(...delays);
      expect(apart > 0.2 && Math.max(...delays.slice(3)) > 0.3, {
        that: 'the delays are random, and grow',
        likely: 'a fixed delay brings all clients back in the same moment; one that never grows, again and again',
        seen: apart > 0.2 ? 'none of them is long' : 'the same share each time',
      }).toBe(true);
      await client.open();
      await client.giveUp();
      expect(await client.untilNextSource(SECOND), {
        that: 'after a stream that opened, within 1 s again',
        likely: 'the count of failures is never reset',
        seen: 'not within 1 s',
      }).not.toBeNull();
      await client.giveUp();
      await client.close();
      const made = client.sources.length;
      await client.advance(MINUTE);
      expect(client.sources.length, 'nothing comes back after close()').toBe(made);
      expect(client.timers, 'no timer is left after close()').toBe(0);
      expect(client.status, 'closed').toBe('closed');
    },
  },
  {
    id: 'watchdog',
    title: 'The client gives up a silent stream, and only that',
    section: 'the-client',
    hint: 'A setTimeout of 45 s that open, error, order, heartbeat and reset start anew. When it fires: close(), and start later.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events');
      await client.open();
      const signs = ['heartbeat', 'order', 'reset'];
      for (let turn = 0; turn < 6; turn++) {
        await client.advance(35 * SECOND);
        await client.send(signs[turn % 3] ?? '', turn % 3 === 1 ? update(turn) : {}, turn % 3 === 0 ? '' : `${turn}-0`);
      }
      expect(client.sources.map(({ readyState }) => readyState).join(), {
        that: 'one EventSource, open, while heartbeats, orders and resets come every 35 s',
        likely: 'one of them does not start the watchdog anew',
        seen: `${client.sources.length} of them, the first in readyState ${client.sources[0]?.readyState}`,
      }).toBe('1');
      await client.advance(39 * SECOND);
      expect(client.sources[0]?.readyState, 'after 39 s of silence it is left alone').toBe(1);
      await client.advance(21 * SECOND);
      expect(client.sources[0]?.readyState, {
        that: 'after 60 s of silence it is closed',
        likely: 'to the browser a silent stream is a healthy one: no error ever comes',
        seen: 'it is open still',
      }).toBe(2);
      await client.advance(SECOND);
      expect(client.sources.length, 'at most 1 s later there is one new EventSource').toBe(2);
      expect(client.status, 'reconnecting, until it is open').toBe('reconnecting');
      await client.advance(62 * SECOND);
      expect(client.sources.length, {
        that: 'one that never opens is given up as well',
        likely: 'the watchdog begins with open, which never comes',
        seen: `${client.sources.length} were made`,
      }).toBeGreaterThanOrEqual(3);
      const alive = client.sources.filter(({ readyState }) => readyState !== 2);
      expect(alive.length, 'never are two of them alive').toBeLessThanOrEqual(1);
    },
  },
  {
    id: 'outdated',
    title: 'A reset is reported, and its id is where the client goes on',
    section: 'the-client',
    hint: 'A listener for reset: cursor = event.lastEventId, onStatus("outdated"). Nothing else.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events?lastEventId=500-0');
      await client.open();
      await client.send('order', update(1), '600-0');
      await client.send('reset', {}, '7-0');
      expect(client.status, {
        that: 'outdated after an event called reset',
        likely: 'nobody listens to it: the page shows what it had, and looks fine',
      }).toBe('outdated');
      await client.advance(10 * SECOND);
      expect(client.sources.map(({ readyState }) => readyState).join(), 'the EventSource stays as it is').toBe('1');
      await client.send('order', update(2), '8-0');
      expect(client.orders.length, {
        that: 'an order after the reset is given to the page, also with a smaller id than before',
        likely: 'it is compared with a cursor of another Redis',
        seen: client.orders.length === 1 ? 'it is dropped' : undefined,
      }).toBe(2);
      await client.connect('/events?lastEventId=500-0');
      await client.open();
      await client.send('reset', {}, '7-0');
      await client.giveUp();
      await client.untilNextSource(2 * SECOND);
      const url = new URL(client.sources.at(-1)?.url ?? '', 'http://localhost/');
      expect(url.searchParams.getAll('lastEventId').join(), {
        that: 'the next EventSource has the id of reset as lastEventId',
        likely: 'it brings the cursor that was refused, and is refused again, for ever',
        seen: client.sources.at(-1)?.url,
      }).toBe('7-0');
    },
  },
];
