import type { Check, CheckTools, EventStream } from '#checks';
import {
  expectReset,
  firstEvent,
  idsOf,
  line,
  listen,
  listenToAll,
  order,
  post,
  publish,
  publishMany,
  untilCount,
} from './shop.ts';

const SECOND = 1_000;
/** So many can be replayed, whatever happens. */
const KEPT = 50;
/** One that so many have followed cannot. */
const FORGOTTEN = 200;

export const serverChecks: readonly Check[] = [
  {
    id: 'live',
    title: 'Without a cursor, a stream begins with what happens next',
    section: 'the-exercise',
    hint: 'The starter had this: no Last-Event-ID and no lastEventId, no replay.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const early = await listenToAll(tools, server);
      await publish(tools, server, early, 2);
      const stream = await listenToAll(tools, server);
      expect(stream, 'an event stream that stays open').toBeOpen();
      expect(await stream.head(0), 'Content-Type: text/event-stream').toHaveHeader(
        'content-type',
        /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i,
      );
      await server.request('POST', '/orders', order);
      await server.request('POST', '/notes', { text: 'Out of paper' });
      await untilCount(tools, stream, 2);
      const events = stream.events();
      expect(events.map(({ name }) => name).join(', '), {
        that: 'first the order that was published after it began, then the note, and nothing from before',
        likely: events.length > 2 ? 'no cursor is not the same as the beginning of everything' : undefined,
      }).toBe('order, note');
      expect(events[0] ?? null, 'the order as it was posted').toCarry(order);
      expect(events[1] ?? null, 'the note as it was posted').toCarry({ text: 'Out of paper' });
    },
  },
  {
    id: 'ids',
    title: 'Every event has an id, the same for everyone, and no two events share one',
    section: 'one-sequence-of-ids',
    hint: 'The store gives out the id, once per event. Write it as a line `id: …` with the others.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const first = await listenToAll(tools, server);
      await publish(tools, server, first, 3);
      const second = await listenToAll(tools, server);
      await publish(tools, server, first, 9);
      await clock.advance(100);
      const ids = idsOf(tools, first.events());
      expect(new Set(ids).size, {
        that: 'twelve events, of two types, have twelve ids',
        likely: 'each type has a counter of its own, but the browser keeps one cursor for all of them',
        seen: ids.join(', '),
      }).toBe(12);
      expect(second, {
        that: 'a stream that began later has the same ids for the same events',
        likely: 'each connection counts for itself: its ids mean nothing on the next one',
      }).toHaveReceivedIds(ids.slice(3));
    },
  },
  {
    id: 'replay',
    title: 'With Last-Event-ID, everything after it comes, once, in order, as it was',
    section: 'replay-then-live',
    hint: 'Find the place of the cursor and send what is behind it. Compare numbers, not texts: "10" is less than "9".',
    async run(tools) {
      const { startServer } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      await publish(tools, server, all, 12);
      const ids = idsOf(tools, all.events());
      for (const place of [0, 8, 9, 11]) {
        const stream = await listen(server, ids[place]);
        await untilCount(tools, stream, 11 - place);
        expectSame(tools, stream, all, place, `whoever comes back with the id of event ${place + 1} of 12`);
        stream.drop();
      }
      // What it missed, and then what happens: a stream that was away is like any other.
      const back = await listen(server, ids[5]);
      await untilCount(tools, back, 6);
      await publish(tools, server, all, 3);
      await untilCount(tools, back, 9);
      expectSame(tools, back, all, 5, 'whoever comes back with the id of event 6, and stays for three more');
    },
  },
  {
    id: 'race',
    title: 'No gap and no duplicate between replay and live, whatever is published meanwhile',
    section: 'the-gap-in-between',
    hint: 'Add the client before you read the store. Hold back what is published meanwhile; then send what the replay did not have.',
    async run(tools) {
      const { startServer, clock } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      await publish(tools, server, all, 5);
      const ids = idsOf(tools, all.events());
      const streams: EventStream[] = [];
      const posts: Promise<unknown>[] = [];
      for (let step = 0; step < 24; step++) {
        // Each is looked at in the end: one that fails meanwhile must not end the checks.
        posts.push(post(tools, server, step).catch((error: unknown) => error));
        await clock.advance(2);
        if (step % 8 === 2) streams.push(server.open('/events', { 'Last-Event-ID': ids[2] ?? '' }));
        await clock.advance(2);
      }
      for (const failed of await Promise.all(posts)) if (failed) throw failed;
      await untilCount(tools, all, 29);
      for (const [index, stream] of streams.entries()) {
        await untilCount(tools, stream, 26);
        expectSame(
          tools,
          stream,
          all,
          2,
          `stream ${index + 2}, which came back while updates were published every 4 ms`,
        );
      }
    },
  },
  {
    id: 'query',
    title: 'A first connection brings its cursor in the URL; the header of a reconnect counts for more',
    section: 'the-first-connection',
    hint: 'new URL(request.url, …).searchParams.get("lastEventId"), but only when there is no Last-Event-ID header.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      await publish(tools, server, all, 6);
      const ids = idsOf(tools, all.events());
      const url = (cursor = '') => `/events?shop=3&lastEventId=${encodeURIComponent(cursor)}`;
      const byUrl = server.open(url(ids[1]));
      await untilCount(tools, byUrl, 4);
      expectSame(tools, byUrl, all, 1, 'whoever asks for /events?…&lastEventId= with the id of event 2');
      const both = server.open(url(ids[1]), { 'Last-Event-ID': ids[4] ?? '' });
      await untilCount(tools, both, 1);
      expect(both, {
        that: 'with event 2 in the URL and event 5 in the header, event 6 comes, and no other',
        likely: 'the URL of an EventSource never changes: after a reconnect it is old, and the header is new',
      }).toHaveReceivedIds(ids.slice(5));
      const empty = server.open(url(''));
      await untilCount(tools, empty, 0);
      expect(empty.events().map(line).join('; '), {
        that: 'an empty lastEventId is none: nothing is replayed, and nothing reset',
        likely: 'the empty text is looked up like an id',
      }).toBe('');
    },
  },
  {
    id: 'bounded',
    title: `The last ${KEPT} events can be replayed; a cursor that is too old gets a reset`,
    section: 'when-it-is-too-late',
    hint: 'Keep the last 100 in an array: push() and shift(). Is what follows the cursor still in there? If not, send reset.',
    async run(tools) {
      const { startServer } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      await publish(tools, server, all, 4);
      for (let batch = 0; batch < 4; batch++) await publishMany(tools, server, all, (FORGOTTEN + 20) / 4);
      const ids = idsOf(tools, all.events());
      const last = ids.length - 1;
      const stream = await listen(server, ids[last - KEPT]);
      await untilCount(tools, stream, KEPT);
      expectSame(tools, stream, all, last - KEPT, `whoever missed the last ${KEPT} events`);
      stream.drop();
      await expectReset(
        tools,
        server,
        ids[1] ?? '',
        `a cursor that ${last - 1} events have followed`,
        'the buffer has no bound, or what is missing between the cursor and the oldest event is skipped in silence',
      );
    },
  },
  {
    id: 'restart',
    title: 'After a restart, cursors of before get a reset, and no id is used again',
    section: 'when-the-server-restarts',
    hint: 'Begin every id with something that differs from run to run, such as Date.now().toString(36).',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const before = await listenToAll(tools, server);
      await publish(tools, server, before, 5);
      const old = idsOf(tools, before.events());
      await clock.advance(5 * SECOND);
      await server.restart({ files: 'fresh' });
      for (const when of ['before anything was published again', 'when more was published than before']) {
        await expectReset(
          tools,
          server,
          old[2] ?? '',
          `the cursor ${old[2]} of before the restart, ${when}`,
          'the server counts from 1 again, and takes an old id for one of its own',
        );
        const all = await listenToAll(tools, server);
        await publish(tools, server, all, 8);
        const again = idsOf(tools, all.events()).filter((id) => old.includes(id));
        expect(again.join(', '), {
          that: 'ids of before the restart are not given to other events',
          likely: 'the server counts from 1 again',
        }).toBe('');
        const ids = idsOf(tools, all.events());
        const stream = await listen(server, ids[5]);
        await untilCount(tools, stream, 2);
        expectSame(tools, stream, all, 5, 'whoever comes back with a cursor of after the restart');
      }
    },
  },
  {
    id: 'unknown',
    title: 'A cursor that nobody gave out gets 200 and a reset',
    section: 'when-it-is-too-late',
    hint: 'after() returns null for what it does not know. The server then writes reset, and goes on with what happens.',
    async run(tools) {
      const { startServer } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      await publish(tools, server, all, 3);
      const newest = idsOf(tools, all.events()).at(-1) ?? '';
      const future = newest.replace(/\d+$/, (number) => String(BigInt(number) + 1_000n));
      for (const cursor of ['abc', 'x'.repeat(500), '%', ...(future === newest ? [] : [future])]) {
        const what = cursor === future ? 'of the future ' : '';
        const shown = cursor.length > 40 ? `${cursor.slice(0, 10)}… of 500 characters` : cursor;
        const likely = `an id that is not known compares with nothing: ${cursor === future ? 'it is greater than all' : 'NaN is neither less nor greater'}`;
        await expectReset(tools, server, cursor, `the cursor ${what}${shown}`, likely);
      }
    },
  },
  {
    id: 'reset',
    title: 'The id of a reset is a cursor to go on from',
    section: 'when-it-is-too-late',
    hint: 'Give reset the id of the newest event, or of a place before the first: newest() in the store.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      for (const when of ['before the first event', 'after three events']) {
        const reset = await expectReset(tools, server, 'abc', `the cursor abc, ${when}`, 'nobody knows that id');
        expect(reset?.id ? 'yes' : 'no', {
          that: `reset has an id, ${when}`,
          likely: 'without one the page keeps the cursor that was refused, and is reset on every reconnect',
          seen: 'a reset without id: line',
        }).toBe('yes');
        const all = await listenToAll(tools, server);
        await publish(tools, server, all, 3);
        const stream = await listen(server, reset?.id ?? '');
        await untilCount(tools, stream, 3);
        expect(stream, {
          that: `whoever comes back with the id of reset gets the three events that were published since, ${when}`,
          likely: 'it is the id of no place in the sequence',
        }).toHaveReceivedIds(idsOf(tools, all.events()));
        stream.drop();
      }
      const live = await listen(server, 'abc');
      await firstEvent(tools, live);
      await clock.advance(100);
      await server.request('POST', '/orders', { ...order, order: 99 });
      await untilCount(tools, live, 2);
      expect(live.events('order').at(-1) ?? null, {
        that: 'after reset the stream goes on with what happens',
        likely: 'the response was ended, or the client was never added to the others',
      }).toCarry({ order: 99 });
    },
  },
  {
    id: 'snapshot',
    title: 'GET /orders says how things are, and from where to listen',
    section: 'the-first-connection',
    hint: 'Ask the store for the newest id first, then collect the orders: what comes twice does no harm, what is missing does.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const all = await listenToAll(tools, server);
      for (const round of ['before the first event', 'after three events, the last of them a note']) {
        const { json } = await server.request('GET', '/orders');
        const cursor = typeof json === 'object' && json !== null && 'lastEventId' in json ? json.lastEventId : null;
        expect(typeof cursor === 'string' && cursor !== '', {
          that: `GET /orders has a lastEventId, ${round}`,
          seen: JSON.stringify(json),
        }).toBe(true);
        const known = all.events().length;
        if (known > 0) {
          // A server that runs for others too has more of them.
          const mine = ordersOf(json).filter((each) => /"order":\s*[12]\b/.test(JSON.stringify(each)));
          expect(mine, {
            that: 'it lists each order once, as it is now: order 1 is sent, order 2 is paid',
            seen: JSON.stringify(mine),
          }).toMatchObject([
            { order: 1, status: 'sent' },
            { order: 2, status: 'paid' },
          ]);
          expect(cursor, {
            that: 'lastEventId is the id of the newest event, of whichever type',
            likely: 'the id of the newest order is kept, but a note has come since',
          }).toBe(idsOf(tools, all.events()).at(-1));
        }
        const updates = [
          { order: 1, status: 'paid' },
          { order: 2, status: 'paid' },
          { order: 1, status: 'sent' },
        ];
        for (const update of updates) await server.request('POST', '/orders', update);
        await server.request('POST', '/notes', { text: 'Out of paper' });
        await untilCount(tools, all, known + 4);
        const stream = server.open(`/events?lastEventId=${encodeURIComponent(String(cursor))}`);
        await untilCount(tools, stream, 4);
        expect(stream, {
          that: `a stream from that lastEventId has everything that was published since, ${round}`,
          likely: 'the cursor is that of another moment',
        }).toHaveReceivedIds(idsOf(tools, all.events().slice(known)));
        stream.drop();
      }
    },
  },
];

function ordersOf(json: unknown): readonly unknown[] {
  const orders = typeof json === 'object' && json !== null && 'orders' in json ? json.orders : null;
  return Array.isArray(orders) ? orders : [];
}

/** The stream got what `all` has after this place, each event once, in order and as it was. */
function expectSame({ expect }: CheckTools, stream: EventStream, all: EventStream, place: number, who: string): void {
  const wanted = all.events().slice(place + 1);
  expect(stream, {
    that: `${who} gets the ${wanted.length} events after it, each once, in order`,
    likely: whyOthers(stream, wanted.length),
  }).toHaveReceivedIds(wanted.map(({ id }) => id ?? ''));
  const got = stream.events();
  const different = got.findIndex((event, index) => line(event) !== (wanted[index] ? line(wanted[index]) : ''));
  const wantedLine = wanted[different] ? line(wanted[different]) : '';
  expect(got[different] ? line(got[different]) : wantedLine, {
    that: `a replayed event is the same as the live one: ${wantedLine}`,
    likely: 'replay and live are written in two places, and one of them leaves out the name or changes the data',
  }).toBe(wantedLine);
}

function whyOthers(stream: EventStream, wanted: number): string | undefined {
  const events = stream.events();
  if (events[0]?.name === 'reset') return 'a cursor that is good is taken for one that is unknown';
  if (events.length === 0) return 'the cursor is not read, or it is compared in a way that finds nothing after it';
  if (events.length === wanted + 1 && new Set(events.map(line)).size === events.length) {
    return 'the event of the cursor itself is sent again: after it means > and not >=';
  }
  const twice = new Set(events.map(line)).size < events.length;
  if (twice) return 'what is published during the replay is in both: compare with the last event that was replayed';
  if (events.length < wanted) return 'what was published while the store was being read went to the others only';
  if (events.length > wanted) return 'ids are compared as text: "9" is greater than "10"';
  return 'what is published during the replay is written at once: it overtakes what is older';
}
