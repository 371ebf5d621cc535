import { defineChecks, type EventStream, type Server, type StreamEvent } from '#checks';

const order = { order: 7, status: 'packed' };
const MINUTE = 60_000;

export default defineChecks([
  {
    id: 'headers',
    title: 'GET /events says that it is a live event stream; other paths are not found',
    section: 'what-the-server-says-first',
    hint: 'Set Content-Type and Cache-Control in writeHead(). Answer every path that is not yours with 404.',
    async run({ startServer, expect }) {
      const server = await startServer();
      const head = await (await openTalking(server)).head(1_000);
      expect(head?.status, 'GET /events answers 200').toBe(200);
      expect(head, {
        that: 'Content-Type: text/event-stream',
        likely: 'with any other type, or an unknown charset, EventSource gives up for good',
      }).toHaveHeader('content-type', /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i);
      expect(head, {
        that: 'Cache-Control: no-cache or no-store',
        likely: 'a cache between you and the page may keep the stream, or make a second client wait for the first',
      }).toHaveHeader('cache-control', /\bno-(cache|store)\b/i);
      const other = await server.open('/favicon.ico').head(1_000);
      expect(other?.status, {
        that: 'GET /favicon.ico answers 404',
        likely: 'a catch-all handler; browsers ask for that file, and a stream in its place holds a connection open',
      }).toBe(404);
    },
  },
  {
    id: 'flush',
    title: 'Headers and a first byte leave at once, even when no order happens',
    section: 'what-the-server-says-first',
    hint: 'Write something in the same turn as the headers: the retry line is just right.',
    async run({ startServer, expect }) {
      const stream = (await startServer()).open('/events');
      expect(await stream.head(500), {
        that: 'status and headers arrive within 500 ms, although no order is published',
        likely: 'writeHead() alone sends nothing: Node waits for the first write or flushHeaders()',
        seen: 'nothing at all within 500 ms',
      }).not.toBeNull();
      expect(await stream.firstByte(500), {
        that: 'a first byte of the body follows within 500 ms',
        likely: 'only the headers were flushed; Firefox fires open at the first byte of the body',
        seen: 'headers, then silence',
      }).toBe(true);
    },
  },
  {
    id: 'retry',
    title: 'The stream begins with retry: a sensible number of milliseconds',
    section: 'choose-the-gap-with-retry',
    hint: 'Before anything else: response.write(`retry: 2000\\n\\n`).',
    async run({ startServer, expect }) {
      const stream = await openTalking(await startServer());
      const first = await stream.firstItem(500);
      const seen = first?.type === 'event' ? `the event ${first.name} came first` : undefined;
      expect(first?.type, {
        that: 'a retry: line before the first event',
        likely: 'without it the gap is the browser’s own: 3 s in Chromium, 5 s in Firefox',
        seen,
      }).toBe('retry');
      const value = first?.type === 'retry' ? first.value : '';
      expect(value, {
        that: 'retry: and nothing but digits',
        likely: 'browsers ignore a retry: with a unit, an exponent, a sign or a fraction',
        seen: `retry: ${value}`,
      }).toMatch(/^\d+$/);
      const likely =
        Number(value) < 1_000
          ? 'retry: counts milliseconds, and a very short gap makes every client hammer a server that is down'
          : 'retry: counts milliseconds; nobody wants to look at a dead page for so long';
      const range = { that: 'between 1000 and 30000 milliseconds', likely, seen: `retry: ${value}` };
      expect(Number(value), range).toBeGreaterThanOrEqual(1_000);
      expect(Number(value), range).toBeLessThanOrEqual(30_000);
    },
  },
  {
    id: 'orders',
    title: 'Each order reaches every open stream',
    section: 'the-exercise',
    hint: 'Write id:, event: order and data: with JSON, then a blank line, to every client. Do not end the response.',
    async run({ startServer, expect }) {
      const server = await startServer();
      const streams = [await openTalking(server), await openTalking(server)];
      for (const number of [1, 2]) {
        const update = { order: number, status: 'sent' };
        expect(await server.request('POST', '/orders', update), 'POST /orders is accepted: 2xx').toSucceed();
        for (const stream of streams) {
          const event = await nextOrder(stream, number);
          expect(event, {
            that: `order ${number} arrives as an event called order with its JSON, on every open stream`,
            likely: whyNoOrder(stream, event),
          }).toCarry(update);
        }
      }
    },
  },
  {
    id: 'delivery',
    title: 'The client hands each order to the page',
    section: 'the-exercise',
    hint: 'source.addEventListener("order", …): its data is JSON, so parse it before you call onOrder.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      await client.open();
      const orders = [order, { order: 8, status: 'sent' }];
      for (const [index, sent] of orders.entries()) await client.send('order', sent, String(index + 1));
      expect(client.orders.length, {
        that: 'onOrder is called once for each order event',
        likely: 'events with a name do not reach onmessage; they need addEventListener("order", …)',
        seen: `${orders.length} events, ${client.orders.length} calls`,
      }).toBe(orders.length);
      expect(client.orders, {
        that: 'onOrder gets the data of the event, parsed',
        likely: 'the data of an event is text: JSON.parse(event.data)',
      }).toMatchObject(orders);
    },
  },
  {
    id: 'leavers',
    title: 'Clients that leave are forgotten',
    section: 'clients-that-leave',
    hint: 'The response emits close when its client has gone: remove it there.',
    async run({ startServer, expect }) {
      const server = await startServer();
      // A server that runs for others too has clients already.
      const others = Number(clientsOf((await server.request('GET', '/stats')).json)) || 0;
      const stays = await openTalking(server);
      const leaves = await openTalking(server);
      expect(await clientsBecome(server, others + 2), {
        that: `GET /stats counts two open streams as {"clients":${others + 2}}`,
        likely: 'clients are removed too early: request.on("close") fires once the request has been read',
      }).toBe(others + 2);
      leaves.drop();
      const left = await clientsBecome(server, others + 1);
      expect(left, {
        that: 'GET /stats counts one client less within a second after one has left',
        likely:
          left === others
            ? 'when one client leaves, all are removed'
            : 'nothing removes it: each reconnect then leaves a dead client behind, until memory runs out',
      }).toBe(others + 1);
      await server.request('POST', '/orders', order);
      expect(await nextOrder(stays, order.order), 'the one that stays still gets orders').toCarry(order);
      stays.drop();
      expect(await clientsBecome(server, others), 'GET /stats counts neither after both have left').toBe(others);
    },
  },
  {
    id: 'end',
    title: 'The server ends in good order: an end event, then no more stream',
    section: 'an-orderly-end',
    hint: 'On POST /finish send `event: end` with a data line, end every response, and answer 204 to GET /events from then on.',
    endsServer: true,
    async run({ startServer, expect }) {
      const server = await startServer();
      const stream = await openTalking(server);
      expect(await server.request('POST', '/finish'), 'POST /finish is accepted: 2xx').toSucceed();
      expect(await stream.nextEvent('end', 1_000), {
        that: 'open streams get an event called end',
        likely: 'it was not sent, or it has no data: line; an event without data is never dispatched',
      }).not.toBeNull();
      expect(await stream.ended(1_000), {
        that: 'their response ends within a second after it',
        likely: 'response.end() is missing for open streams',
        seen: 'the response stays open',
      }).toBe('clean');
      const again = server.open('/events');
      const head = await again.head(1_000);
      const end = head?.status === 200 ? await again.nextEvent('end', 500) : null;
      expect(head?.status === 204 || end !== null, {
        that: 'a reconnect is told that it is over: 204, or 200 and the end event at once',
        likely: 'a clean end does not stop EventSource; it comes back, again and again',
        seen: head ? `status ${head.status}${head.status === 200 ? ' and an open stream' : ''}` : 'no answer',
      }).toBe(true);
    },
  },
  {
    id: 'status',
    title: 'The page says truthfully: connecting, open, reconnecting, closed',
    section: 'say-what-is-true',
    hint: 'Call onStatus in connect(), in the open and error events, and in close(). Never guess.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      expect(client.statuses, {
        that: 'connecting, and nothing else, before the server has answered',
        likely: 'an EventSource exists at once, but it is open only when it fires open',
      }).toEqual(['connecting']);
      await client.open();
      expect(client.status, 'open once EventSource fires open').toBe('open');
      await client.lose();
      expect(client.status, {
        that: 'reconnecting after an error with readyState 0: the browser is trying again',
        likely: 'nobody listens to error, or it is taken for the end',
      }).toBe('reconnecting');
      await client.open();
      expect(client.status, 'open again when the browser’s own attempt has succeeded').toBe('open');
      await client.giveUp();
      await client.untilNextSource(MINUTE);
      expect(client.status, {
        that: 'reconnecting after an error with readyState 2, until the next stream is open',
        likely: 'the browser has given up, but your module has not',
      }).toBe('reconnecting');
      await client.open();
      await client.close();
      expect(client.status, 'closed after close()').toBe('closed');
    },
  },
  {
    id: 'patience',
    title: 'While the browser itself reconnects, the client leaves it alone',
    section: 'error-is-not-the-end',
    hint: 'In the error event look at source.readyState: 0 means that the browser is already trying.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      await client.open();
      await client.lose();
      await client.advance(2 * MINUTE);
      expect(client.sources[0]?.readyState, {
        that: 'after an error with readyState 0 the EventSource is left to its own attempts',
        likely:
          'close() in the error handler stops the browser, which would have come back by itself with Last-Event-ID',
        seen: 'the client closed it',
      }).toBe(0);
      expect(client.sources.length, {
        that: 'one EventSource, also two minutes later',
        likely: 'the client makes its own while the browser retries: both will connect, and every order arrives twice',
        seen: `${client.sources.length} of them`,
      }).toBe(1);
    },
  },
  {
    id: 'backoff',
    title:
      'When EventSource has given up, the client comes back: slower each time, at random, and fresh after a good stream',
    section: 'backoff-with-full-jitter',
    hint: 'delay = Math.random() * Math.min(30000, 1000 * 2 ** failures); failures becomes 0 again when a stream opens.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      const ceilings = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000];
      const delays: number[][] = ceilings.map(() => []);
      const comeBack = async (failure: number) => {
        await client.giveUp();
        const delay = await client.untilNextSource(2 * MINUTE);
        expect(delay, {
          that: 'a new EventSource after an error with readyState 2',
          likely: 'the browser never tries again after a 502 or 503; someone has to make a new EventSource',
          seen: 'none within two minutes',
        }).not.toBeNull();
        expect(delay ?? 0, {
          that: `failure ${failure + 1} in a row: a delay of at most ${ceilings[failure]} ms`,
          likely: failure < 5 ? 'it starts too slow, or grows too fast' : 'the delay grows without a limit',
          seen: `${delay} ms`,
        }).toBeLessThanOrEqual((ceilings[failure] ?? 0) + 1);
        return delay ?? 0;
      };
      for (let page = 0; page < 12; page++) {
        await client.connect();
        for (const [failure, list] of delays.entries()) list.push(await comeBack(failure));
        await client.close();
      }
      const slowest = Math.max(...(delays[4] ?? []));
      expect(slowest, {
        that: 'the fifth delay in a row may reach 16 s: each failure doubles it',
        likely: 'the delay does not grow: every client keeps hammering a server that cannot answer',
        seen: `12 clients, the slowest came after ${Math.round(slowest)} ms`,
      }).toBeGreaterThan(4_000);
      for (const [failure, list] of delays.entries()) {
        const spread = Math.max(...list) - Math.min(...list);
        expect(spread, {
          that: `12 clients that fail together come back spread out, failure ${failure + 1} in a row over up to ${ceilings[failure]} ms`,
          likely: 'without Math.random() all clients of a server that restarts come back in the same moment',
          seen: `delays of ${list.map(Math.round).join(', ')} ms`,
        }).toBeGreaterThan(0.25 * (ceilings[failure] ?? 0));
      }
      await client.connect();
      for (let healthy = 0; healthy < 6; healthy++) {
        for (let failure = 0; failure < 5; failure++) await comeBack(failure);
        await client.open();
        await client.send('order', order);
        await client.advance(MINUTE);
        await client.giveUp();
        const delay = await client.untilNextSource(2 * MINUTE);
        expect(delay ?? Number.POSITIVE_INFINITY, {
          that: 'after a stream that was open for a minute, the delay starts from 1 s again',
          likely: 'failures are counted for ever: set the count to 0 when a stream opens',
          seen: `${delay === null ? 'no attempt' : `${Math.round(delay)} ms`}`,
        }).toBeLessThanOrEqual(1_001);
        await client.open();
        await client.advance(MINUTE);
      }
    },
  },
  {
    id: 'stop',
    title: 'After close() or the end event, nothing comes back',
    section: 'an-orderly-end',
    hint: 'Both paths do the same three things: clear your timer, close the EventSource, report closed.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect();
      await client.open();
      await client.send('end', {});
      expect(client.status, { that: 'closed after the end event', likely: 'nobody listens to the event end' }).toBe(
        'closed',
      );
      expect(client.sources[0]?.readyState, {
        that: 'the EventSource is closed after the end event',
        likely: 'without source.close() the browser reconnects as soon as the server ends the response',
        seen: 'it is still open',
      }).toBe(2);
      await client.advance(5 * MINUTE);
      expect(client.sources.length, 'no other EventSource in the five minutes after the end event').toBe(1);

      await client.connect();
      await client.open();
      await client.giveUp();
      await client.close();
      const before = client.sources.length;
      await client.advance(5 * MINUTE);
      expect(client.sources.length, {
        that: 'close() also cancels an attempt that is waiting for its time',
        likely: 'the timer was not cleared',
        seen: 'another EventSource was made after close()',
      }).toBe(before);

      await client.connect();
      await client.open();
      await client.close();
      expect(client.sources[0]?.readyState, 'close() closes the EventSource').toBe(2);
      await client.advance(5 * MINUTE);
      expect(client.sources.length, 'no other EventSource in the five minutes after close()').toBe(1);
    },
  },
]);

/** A stream that has begun. A server that holds its headers back is the business of `flush`: here it gets an order to send. */
async function openTalking(server: Server): Promise<EventStream> {
  const stream = server.open('/events');
  if (!(await stream.head(250))) await server.request('POST', '/orders', { order: 0, status: 'paid' });
  await stream.head(1_000);
  return stream;
}

function whyNoOrder(stream: EventStream, event: StreamEvent | null): string {
  if (event) return 'data: must hold the order as JSON: JSON.stringify(order)';
  if (stream.end !== null) return 'the response was ended: an event stream stays open after an event';
  if (stream.items.some((item) => item.type === 'event' && item.name === 'message')) {
    return 'the line event: order is missing, so it arrives as message';
  }
  return 'the blank line that ends an event is missing, or only one client is written to';
}

/** The next event about this order; others on the way were sent to get a stream going. */
async function nextOrder(stream: EventStream, order: number) {
  for (;;) {
    const event = await stream.nextEvent('order', 1_000);
    if (!event || order === 0 || !event.data.includes('"order":0')) return event;
  }
}

/** What GET /stats says once it says `count`, or after a second. */
async function clientsBecome(server: Server, count: number): Promise<unknown> {
  return clientsOf(await server.poll('/stats', (json) => clientsOf(json) === count, 1_000));
}

function clientsOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'clients' in json ? json.clients : json;
}
