import type { Check } from '#checks';
import { order } from './kitchen.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
/** The watchdog may bark from here… */
const EARLIEST = 40 * SECOND;
/** …to here. */
const LATEST = MINUTE;

export const clientChecks: readonly Check[] = [
  {
    id: 'delivery',
    title: 'The page gets orders, and nothing of the heartbeats',
    section: 'a-watchdog-in-the-page',
    hint: 'One listener for order, which parses the data, and another one for heartbeat, which does not.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      await client.open();
      for (let turn = 1; turn <= 2; turn++) {
        await client.send('heartbeat', '');
        await client.send('order', { ...order, table: turn });
      }
      expect(client.orders, {
        that: 'onOrder is called with each order, and with nothing else',
        likely: 'heartbeats go to onOrder, or an order’s data was not parsed',
      }).toMatchObject([{ table: 1 }, { table: 2 }]);
      expect(client.orders.length, 'onOrder is called once for each order').toBe(2);
      expect(client.status, 'open, as long as nothing is wrong').toBe('open');
    },
  },
  {
    id: 'watchdog',
    title: 'The client notices that a stream has gone silent, and makes a new one',
    section: 'a-watchdog-in-the-page',
    hint: 'A setTimeout of 45 s that every sign of life starts anew. When it fires: source.close(), report, start again.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      for (const last of ['open', 'heartbeat', 'order']) {
        await client.connect();
        await client.open();
        await client.advance(10 * SECOND);
        if (last === 'heartbeat') await client.send('heartbeat', '');
        if (last === 'order') await client.send('order', order);
        const barked = `after the last sign of life, which was ${last === 'open' ? 'open' : `an event called ${last}`},`;
        const since = last === 'open' ? 10 * SECOND : 0;
        await client.advance(EARLIEST - since - SECOND);
        expect(client.sources[0]?.readyState, {
          that: `within 39 s ${barked} nothing happens`,
          likely: `the watchdog is too impatient, or ${last} does not start it anew`,
          seen: 'the EventSource was closed',
        }).toBe(1);
        await client.advance(LATEST - EARLIEST + SECOND);
        expect(client.sources[0]?.readyState, {
          that: `within 60 s ${barked} the EventSource is closed`,
          likely: 'to the browser a silent stream is a healthy one: no error ever comes',
          seen: 'it is open still',
        }).toBe(2);
        expect(client.status, {
          that: 'the status is reconnecting from then on, until the new one is open',
          likely: 'nothing reports it: close() fires no event',
        }).toBe('reconnecting');
        await client.advance(SECOND);
        expect(client.sources.length, {
          that: 'at most a second later there is one new EventSource',
          seen: `${client.sources.length - 1} new ones`,
        }).toBe(2);
        await client.open();
        await client.send('order', { ...order, table: 9 });
        expect(client.status, 'open again once the new one is open').toBe('open');
        expect(client.orders.at(-1), 'its orders reach the page').toMatchObject({ table: 9 });
        await client.close();
      }
    },
  },
  {
    id: 'unanswered',
    title: 'An EventSource that never gets an answer is given up too, again and again',
    section: 'a-watchdog-in-the-page',
    hint: 'Start the watchdog when the EventSource is made, and after an error, not only when it opens.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      await client.advance(4 * LATEST + 15 * SECOND);
      for (let silence = 1; silence <= 4; silence++) {
        const [old, next] = client.sources.slice(silence - 1);
        const gap = old && next ? next.createdAt - old.createdAt : null;
        const seen = gap === null ? 'none' : `a new one after ${Math.round(gap)} ms`;
        expect(gap ?? Number.POSITIVE_INFINITY, {
          that: `a new EventSource after one that got no answer for 60 s, and at most ${2 ** (silence - 1)} s of backoff, time ${silence} in a row`,
          likely:
            silence === 1
              ? 'the watchdog begins with open, which never comes'
              : 'the watchdog barks once, and is not started for the new EventSource',
          seen,
        }).toBeLessThanOrEqual(LATEST + SECOND * 2 ** (silence - 1));
        expect(gap, {
          that: 'but not before 40 s',
          likely: 'the watchdog is too impatient for a slow network',
          seen,
        }).toBeGreaterThanOrEqual(EARLIEST);
        expect(old?.readyState, {
          that: 'the old one is closed',
          likely: 'without close() both connect when the network is back, and every order arrives twice',
          seen: 'it is alive',
        }).toBe(2);
      }
      await client.close();
      await client.connect();
      await client.open();
      await client.lose();
      expect(await client.untilNextSource(LATEST + SECOND), {
        that: 'a new EventSource when the browser’s own attempt gets no answer for 60 s',
        likely: 'the watchdog is stopped by an error, and only open starts it again',
        seen: 'none',
      }).not.toBeNull();
    },
  },
  {
    id: 'false-alarm',
    title: 'No false alarm: heartbeats, orders and the browser’s own attempts are signs of life',
    section: 'a-watchdog-in-the-page',
    hint: 'Start the watchdog anew in the open, error, order and heartbeat events: all four.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      const signs: [string, () => Promise<void>][] = [
        ['heartbeats', () => client.send('heartbeat', '')],
        ['orders', () => client.send('order', order)],
        ['errors, with readyState 0,', () => client.lose()],
      ];
      for (const [what, give] of signs) {
        await client.connect();
        await client.open();
        for (let turn = 0; turn < 10; turn++) {
          await client.advance(35 * SECOND);
          await give();
        }
        expect(client.sources.length, {
          that: `one EventSource while ${what} come every 35 s`,
          likely: 'they do not start the watchdog anew',
          seen: `${client.sources.length} of them`,
        }).toBe(1);
        expect(client.sources[0]?.readyState, `it is not closed while ${what} come every 35 s`).not.toBe(2);
        await client.close();
      }
    },
  },
  {
    id: 'close',
    title: 'No timer is left behind: not while it runs, not after close()',
    section: 'one-timer-at-a-time',
    hint: 'clearTimeout() before every setTimeout(), and in close(). One variable for both timers is enough.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      const trouble: [string, () => Promise<void>][] = [
        ['a stream that was open', async () => client.open()],
        [
          'many heartbeats',
          async () => {
            for (let beat = 0; beat < 20; beat++) await client.send('heartbeat', '');
          },
        ],
        [
          'five silences',
          async () => {
            for (let silence = 0; silence < 5; silence++) {
              await client.advance(LATEST + 32 * SECOND);
              await client.open();
            }
          },
        ],
        ['a stream that was lost', async () => client.lose()],
        ['a stream that was refused', async () => client.giveUp()],
      ];
      for (const [what, cause] of trouble) {
        await client.connect();
        await client.open();
        await cause();
        expect(client.timers, {
          that: `at most two timers wait after ${what}`,
          likely: 'a new timer is set without clearing the old one',
          seen: `${client.timers} of them`,
        }).toBeLessThanOrEqual(2);
        if (what.endsWith('refused')) {
          const made = await client.untilNextSource(2 * SECOND);
          expect(made ?? Number.POSITIVE_INFINITY, {
            that: 'a new EventSource at most 1 s after the first refusal',
            likely: 'the watchdog took the place of the backoff',
            seen: made === null ? 'none' : `one after ${Math.round(made)} ms`,
          }).toBeLessThanOrEqual(SECOND + 1);
          await client.giveUp();
        }
        const alive = client.sources.filter(({ readyState }) => readyState !== 2).length;
        expect(alive, `at most one EventSource is alive after ${what}`).toBeLessThanOrEqual(1);
        await client.close();
        const made = client.sources.length;
        expect(client.timers, {
          that: `close() leaves no timer behind, after ${what}`,
          likely: 'the watchdog, or an attempt that waits for its time, was not cleared',
          seen: `${client.timers} of them`,
        }).toBe(0);
        await client.advance(2 * MINUTE);
        expect(client.sources.length, `nothing comes back after close(), after ${what}`).toBe(made);
        expect(
          client.sources.every(({ readyState }) => readyState === 2),
          'close() closes the EventSource',
        ).toBe(true);
        expect(client.status, 'closed after close()').toBe('closed');
      }
    },
  },
];
