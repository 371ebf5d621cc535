import type { Check, CheckTools, EventStream, Server } from '#checks';
import { clientsBecome, clientsOf, longestSilence, openTalking, order, wholeOrder } from './kitchen.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
/** No stream may be longer without an event. */
const SILENCE = 20 * SECOND;
/** As of 1.22, with what the lesson on proxies explains: no buffering, and the default timeout. */
const NGINX = `
events {}
http {
  server {
    listen 8080;
    location / {
      proxy_pass http://127.0.0.1:3000;
      proxy_http_version 1.1;
      proxy_buffering off;
    }
  }
}
`;

export const serverChecks: readonly Check[] = [
  {
    id: 'begin',
    title: 'GET /events begins at once: an event stream that no cache keeps',
    section: 'the-exercise',
    hint: 'The starter had this. Write something in the same turn as the headers.',
    async run({ startServer, expect }) {
      const server = await startServer();
      const stream = server.open('/events');
      const head = await stream.head(500);
      expect(head, { that: 'headers within 500 ms', seen: 'nothing at all within 500 ms' }).not.toBeNull();
      expect(head?.status, 'GET /events answers 200').toBe(200);
      expect(head, 'Content-Type: text/event-stream').toHaveHeader(
        'content-type',
        /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i,
      );
      expect(head, 'Cache-Control: no-cache or no-store').toHaveHeader('cache-control', /\bno-(cache|store)\b/i);
      expect(await stream.firstByte(500), {
        that: 'a first byte of the body within 500 ms',
        likely: 'the first heartbeat comes only with the first tick of the timer; Firefox fires open at the first byte',
        seen: 'headers, then silence',
      }).toBe(true);
      expect((await server.open('/favicon.ico').head(1_000))?.status, 'GET /favicon.ico answers 404').toBe(404);
    },
  },
  {
    id: 'proxy',
    title: 'A stream without orders outlives nginx’s 60 s',
    section: 'how-often',
    hint: 'Write a heartbeat every 15 s to each open response: setInterval in openStream().',
    async run({ startServer, startEdge, clock, expect }) {
      const server = await startServer();
      const edge = await startEdge({ conf: NGINX, servers: { 3000: server } });
      const stream = edge.open('/events');
      await stream.head(SECOND);
      for (let minute = 0; minute < 5 && stream.end === null; minute++) await clock.advance(MINUTE);
      expect(stream, {
        that: 'behind nginx, the stream is open after five minutes without an order',
        likely: 'nothing is sent for 60 s, and proxy_read_timeout closes the stream',
      }).toBeOpen();
      await server.request('POST', '/orders', order);
      expect(await wholeOrder(stream, order), 'the order after these five minutes arrives').not.toBeNull();
    },
  },
  {
    id: 'silence',
    title: 'There is never more than 20 s between two events, before an order and after it',
    section: 'a-heartbeat-that-the-page-can-hear',
    hint: 'A comment keeps the proxy quiet, but no page can hear it: send `event: heartbeat` with a data: line.',
    async run({ startServer, clock, expect }) {
      const server = await startServer();
      const stream = await openTalking(server);
      for (const when of ['before the first order', 'after an order']) {
        await clock.advance(2 * SILENCE + SECOND);
        const { ms, text } = longestSilence(stream);
        expect(ms, {
          that: `no more than 20 s without an event, ${when}`,
          likely: whySilent(stream),
          seen: text,
        }).toBeLessThanOrEqual(SILENCE + 100);
        const accepted = await server.request('POST', '/orders', order);
        expect(accepted, 'POST /orders is accepted: 2xx').toSucceed();
      }
    },
  },
  {
    id: 'quiet',
    title: 'Heartbeats disturb nobody: named, without an id, and not too many',
    section: 'a-heartbeat-that-the-page-can-hear',
    hint: 'event: heartbeat, data:, a blank line. No id:. One interval of 15 s for each stream, or one for all.',
    async run({ startServer, clock, expect }) {
      const server = await startServer();
      const stream = await openTalking(server);
      for (let other = 0; other < 4; other++) await openTalking(server);
      await clock.advance(2 * SILENCE);
      const beats = stream.events('heartbeat');
      expect(beats.length, {
        that: 'events called heartbeat within 40 s',
        likely: whySilent(stream),
        seen: `${beats.length} of them`,
      }).toBeGreaterThan(1);
      const others = stream.events().filter(({ name }) => name !== 'heartbeat');
      expect(others.map(({ name }) => name).join(', '), {
        that: 'no other event while nobody orders',
        likely: 'an event without a name is a message, and wakes every onmessage, even when its data is empty',
      }).toBe('');
      expect(beats.find(({ id }) => id !== null)?.id ?? null, {
        that: 'heartbeats have no id: line',
        likely: 'an id moves the cursor that the browser sends as Last-Event-ID, and an empty one erases it',
      }).toBeNull();
      expect(beats.length, {
        that: 'at most 12 heartbeats a minute on each of five streams: 9 within 40 s',
        likely: 'setInterval() was given seconds, or every client has a timer that writes to all',
        seen: `${beats.length} of them`,
      }).toBeLessThanOrEqual(9);
    },
  },
  {
    id: 'whole',
    title: 'Orders arrive whole, also when a heartbeat is due',
    section: 'one-event-one-write',
    hint: 'Wait for the ticket first. Then write the whole event, from event: to the blank line, in one call.',
    async run({ startServer, clock, expect }) {
      const server = await startServer();
      const stream = await openTalking(server);
      for (const wait of [20, 30]) {
        // The instant of the next heartbeat is known once two have come.
        const first = await stream.nextEvent('heartbeat', SILENCE + 100);
        const second = await stream.nextEvent('heartbeat', SILENCE + 100);
        expect(second, { that: 'heartbeats every 20 s or sooner', likely: whySilent(stream) }).not.toBeNull();
        if (!first || !second) return;
        await clock.advance(Math.max(0, second.at + (second.at - first.at) - stream.age - wait));
        const update = { ...order, table: wait };
        await server.request('POST', '/orders', update);
        expect(await wholeOrder(stream, update), {
          that: `an order ${wait} ms before a heartbeat arrives as one event called order, with all that was posted`,
          likely: whyTorn(stream),
        }).toCarry(update);
      }
    },
  },
  {
    id: 'leavers',
    title: 'A client that leaves is forgotten, and the others go on',
    section: 'clients-that-are-gone',
    hint: 'In the response’s close event, remove this client and clear its own timer, and nothing else.',
    async run({ startServer, clock, expect }) {
      const server = await startServer();
      const before = Number(clientsOf((await server.request('GET', '/stats')).json)) || 0;
      const stays = await openTalking(server);
      const leaves = await openTalking(server);
      expect(await clientsBecome(server, before + 2), `GET /stats counts two open streams`).toBe(before + 2);
      leaves.drop();
      expect(await clientsBecome(server, before + 1), {
        that: 'GET /stats counts one client less within a second after one has left',
        likely: 'nothing removes it in the response’s close event',
      }).toBe(before + 1);
      const from = stays.age;
      await clock.advance(2 * SILENCE);
      const { ms, text } = longestSilence(stays, from);
      expect(ms, {
        that: 'the one that stays gets heartbeats as before',
        likely: 'the leaving client took the timer of all with it',
        seen: text,
      }).toBeLessThanOrEqual(SILENCE + 100);
      await server.request('POST', '/orders', order);
      expect(await wholeOrder(stays, order), 'the one that stays still gets orders').toCarry(order);
    },
  },
  {
    id: 'timers',
    title: 'No timer outlives its client',
    section: 'clients-that-are-gone',
    hint: 'clearInterval() in the response’s close event.',
    async run({ startServer, clock, expect }) {
      const server = await startServer();
      const before = await server.timers();
      for (let round = 0; round < 2; round++) {
        const streams: EventStream[] = [];
        for (let client = 0; client < 6; client++) streams.push(await openTalking(server));
        await clock.advance(2 * SILENCE);
        for (const stream of streams) stream.drop();
        await clock.advance(SECOND);
      }
      const after = await server.timers();
      expect(after - before, {
        that: '12 clients have come and gone, and their timers with them; one for all may stay',
        likely: 'setInterval() in openStream() without clearInterval() when the response closes',
        seen: `${before} timers waited before, ${after} after`,
      }).toBeLessThanOrEqual(1);
    },
  },
  {
    id: 'stalled',
    title: 'A client that takes nothing for 60 s is given up',
    section: 'clients-that-are-gone',
    hint: 'At each heartbeat look at response.writableNeedDrain: three times in a row true, and you destroy() it.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const before = Number(clientsOf((await server.request('GET', '/stats')).json)) || 0;
      await fill(tools, server, await openTalking(server));
      let clients: unknown = before + 1;
      for (let waited = 0; waited < 60 && clients !== before; waited += 5) {
        await clock.advance(5 * SECOND);
        clients = clientsOf((await server.request('GET', '/stats')).json);
      }
      expect(await clientsBecome(server, before), {
        that: 'GET /stats does not count a client that has taken nothing for 60 s',
        likely: 'writes to it pile up in memory: only response.writableNeedDrain or writableLength shows that',
      }).toBe(before);
    },
  },
  {
    id: 'slow',
    title: 'A client that reads on within 10 s keeps its stream, and misses nothing',
    section: 'clients-that-are-gone',
    hint: 'One look at writableNeedDrain proves nothing. Give up after three in a row, 15 s apart.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const before = Number(clientsOf((await server.request('GET', '/stats')).json)) || 0;
      const stream = await openTalking(server);
      const last = await fill(tools, server, stream);
      await clock.advance(10 * SECOND);
      expect(await clientsBecome(server, before + 1), {
        that: 'GET /stats counts a client that has taken nothing for 10 s',
        likely: 'whoever is slow for a moment is thrown out: write() returns false to say “wait”, not “dead”',
      }).toBe(before + 1);
      stream.resume();
      expect(await wholeOrder(stream, last), {
        that: 'it gets everything that has waited for it, once it reads on',
        likely: 'orders were dropped, or its stream was ended',
        seen: stream.end === null ? 'the last order never came' : 'its stream was ended',
      }).not.toBeNull();
    },
  },
];

/** Makes so much wait for a client that reads nothing that no kernel can hide it. The last order. */
async function fill({ expect }: CheckTools, server: Server, stream: EventStream) {
  stream.pause();
  const note = 'x'.repeat(1024 * 1024);
  const orders = Array.from({ length: 10 }, (_, index) => ({ table: 10 + index, dish: 'soup' }));
  const answers = await Promise.all(orders.map((each) => server.request('POST', '/orders', { ...each, note })));
  for (const answer of answers) expect(answer, 'POST /orders is accepted: 2xx').toSucceed();
  const last = { table: 100, dish: 'soup' };
  await server.request('POST', '/orders', last);
  return last;
}

function whySilent(stream: EventStream): string {
  const text = new TextDecoder().decode(Buffer.concat(stream.chunks.map(({ bytes }) => bytes)));
  if (stream.end !== null) return 'the response was ended';
  if (text.includes('\\n')) return 'a backslash and an n were sent instead of a line end: \\\\n is not \\n';
  const messages = stream.events('message').length > 0;
  if (messages) return 'the line event: heartbeat is missing, so it arrives as message';
  if (/event: ?heartbeat/.test(text) && stream.events('heartbeat').length < 2) {
    return 'an event without a data: line, or without the blank line after it, is never dispatched';
  }
  if (stream.comments.length > 1) return 'a comment is no event: EventSource tells nobody about it';
  return 'nothing is sent while nobody orders, or the interval is too long';
}

function whyTorn(stream: EventStream): string {
  const torn = stream.events().find(({ name, data }) => name !== 'order' && data !== '');
  return torn
    ? `a heartbeat was written in the middle: the rest arrived as ${torn.name}`
    : 'the blank line of a heartbeat ended the order before its data was written';
}
