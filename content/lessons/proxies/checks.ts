import { defineChecks } from '#checks';
import {
  announce,
  announcement,
  idsOf,
  lastRetry,
  openStreams,
  startStation,
  statOf,
  streamsBecome,
} from './station.ts';

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

const GZIP = { 'accept-encoding': 'gzip, deflate, br' };

export default defineChecks([
  {
    id: 'begin',
    title: 'Through nginx a stream begins at once, and no cache may keep it',
    section: 'what-nginx-does-with-a-stream',
    hint: 'In location /events: proxy_http_version 1.1, or proxy_buffering off. In writeHead(): Cache-Control.',
    async run(tools) {
      const { expect } = tools;
      const { edge } = await startStation(tools);
      const stream = edge.open('/events');
      const head = await stream.head(500);
      expect(head, {
        that: 'headers within 500 ms, through nginx',
        likely: 'nginx speaks HTTP/1.0 to the instance and buffers: it waits for 4 kB',
        seen: 'nothing at all within 500 ms',
      }).not.toBeNull();
      expect(head?.status, 'GET /events answers 200').toBe(200);
      expect(head, 'Content-Type: text/event-stream').toHaveHeader(
        'content-type',
        /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i,
      );
      expect(head, {
        that: 'Cache-Control: no-cache or no-store',
        likely: 'a cache that is told nothing may keep the stream, or let a second client wait for the first',
      }).toHaveHeader('cache-control', /\bno-(cache|store)\b/i);
      expect(await stream.firstByte(500), {
        that: 'a first byte of the body within 500 ms',
        likely: 'the server sends nothing until the first announcement',
        seen: 'headers, then silence',
      }).toBe(true);
    },
  },
  {
    id: 'live',
    title: 'Each announcement arrives at once, whichever instance a client is on',
    section: 'what-nginx-does-with-a-stream',
    hint: 'proxy_http_version 1.1 or proxy_buffering off. The id of an event is the id of its announcement.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const streams = [...(await openStreams(edge, 4))];
      for (const id of [7, 8, 9]) {
        await announce([first, second], id);
        for (const stream of streams) {
          const event = await stream.nextEvent('announcement', 200);
          expect(event, {
            that: `announcement ${id} within 200 ms, as an event called announcement with its JSON`,
            likely: 'nginx collects what the instance sends until a buffer is full',
          }).toCarry(announcement(id));
        }
      }
    },
  },
  {
    id: 'compression',
    title: 'The stream is not compressed, also for a browser that accepts gzip',
    section: 'compression-and-caches',
    hint: 'Take text/event-stream out of gzip_types.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const stream = edge.open('/events', GZIP);
      const head = await stream.head(SECOND);
      expect(head, {
        that: 'headers arrive, with Accept-Encoding: gzip',
        likely: 'nginx compresses and buffers: zlib keeps everything until it has enough',
        seen: 'nothing within a second',
      }).not.toBeNull();
      expect(head?.headers['content-encoding'] ?? 'none', {
        that: 'no Content-Encoding',
        likely: 'text/event-stream is in gzip_types, or the server compresses by itself',
      }).toBe('none');
      await announce([first, second], 3);
      expect(await stream.nextEvent('announcement', 200), 'announcements arrive within 200 ms').not.toBeNull();
    },
  },
  {
    id: 'timetable',
    title: 'The timetable still is compressed',
    section: 'compression-and-caches',
    hint: 'gzip on, and application/json in gzip_types.',
    async run(tools) {
      const { expect } = tools;
      const { edge } = await startStation(tools);
      const answer = await edge.fetch({ method: 'GET', path: '/timetable', headers: GZIP });
      expect(answer.status, 'GET /timetable answers 200').toBe(200);
      expect(answer, {
        that: 'GET /timetable is compressed for a client that accepts gzip',
        likely: 'gzip is off for everything',
      }).toHaveHeader('content-encoding', /^gzip$/);
      const plain = await edge.request('GET', '/timetable');
      expect(Array.isArray(plain.json), {
        that: 'and without gzip it is JSON',
        seen: plain.body.slice(0, 60),
      }).toBe(true);
    },
  },
  {
    id: 'idle',
    title: 'Ten minutes without an announcement end no stream',
    section: 'two-clocks',
    hint: 'A comment every 15 s, and a proxy_read_timeout that is longer than that.',
    async run(tools) {
      const { clock, expect, startEdge } = tools;
      const { first, second, edge } = await startStation(tools);
      const elsewhere = await startEdge({ conf: ELSEWHERE, servers: { 3001: first } });
      const streams = [
        [edge, 'your nginx'],
        [elsewhere, 'a proxy that closes what is silent for 60 s'],
      ] as const;
      const opened = streams.map(([proxy, where]) => [proxy.open('/events'), where] as const);
      for (const [stream] of opened) await stream.head(SECOND);
      for (let minute = 0; minute < 10; minute++) await clock.advance(MINUTE);
      await announce([first, second], 12);
      for (const [stream, where] of opened) {
        expect(stream, {
          that: `behind ${where}, the stream is open after ten quiet minutes`,
          likely: 'nothing was sent for longer than the proxy’s proxy_read_timeout',
        }).toBeOpen();
        expect(await stream.nextEvent('announcement', 200), {
          that: `behind ${where}, the announcement after them arrives`,
        }).toCarry(announcement(12));
      }
    },
  },
  {
    id: 'keepalive',
    title: 'nginx reuses its connections to the instances',
    section: 'the-connection-behind',
    hint: 'keepalive 16; in the upstream block, proxy_http_version 1.1; and proxy_set_header Connection "";',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const count = async () => (await statOf(first, 'connections')) + (await statOf(second, 'connections'));
      const before = await count();
      for (let request = 0; request < 20; request++) {
        const answer = await edge.request('GET', '/timetable');
        expect(answer.status, 'GET /timetable answers 200').toBe(200);
      }
      // Asking took one connection to each.
      const opened = (await count()) - before - 2;
      expect(opened, {
        that: '20 requests, one after the other, open at most 4 connections to the instances',
        likely: 'without keepalive, HTTP/1.1 and an empty Connection header, nginx says Connection: close each time',
        seen: `${opened} of them`,
      }).toBeLessThanOrEqual(4);
    },
  },
  {
    id: 'leavers',
    title: 'A client that leaves is gone at the instance too',
    section: 'who-has-left',
    hint: 'Take proxy_ignore_client_abort out. On the server, the response’s close event.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const streams = await openStreams(edge, 4);
      const before = [await statOf(first, 'streams'), await statOf(second, 'streams')];
      expect(before[0]! + before[1]!, {
        that: 'GET /stats of both instances counts four streams together',
        seen: `${before[0]} and ${before[1]}`,
      }).toBe(4);
      for (const stream of streams) stream.drop();
      for (const instance of [first, second]) {
        expect(await streamsBecome(instance, 0), {
          that: 'GET /stats counts none within a second after all four have left',
          likely: 'proxy_ignore_client_abort keeps the connection to the instance, or nothing removes the response',
        }).toBe(0);
      }
    },
  },
  {
    id: 'spread',
    title: 'Both instances carry streams, and one alone carries all',
    section: 'several-instances',
    hint: 'Without ip_hash nginx takes turns. The other instance is tried when one refuses.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      await openStreams(edge, 8);
      const counts = [await statOf(first, 'streams'), await statOf(second, 'streams')];
      const seen = `${counts[0]} and ${counts[1]}`;
      expect(Math.min(...counts), {
        that: 'of eight streams from one address each instance has at least two',
        likely: 'ip_hash sends a whole address, and so a whole office, to one instance; or only one is used',
        seen,
      }).toBeGreaterThanOrEqual(2);
      await first.kill();
      for (const stream of await openStreams(edge, 4)) {
        expect(await stream.head(0), {
          that: 'with one instance dead, each new stream is answered at once',
          likely: 'nothing tells nginx to try the other one',
          seen: stream.end === null ? 'no answer within a second' : 'a connection closed without an answer',
        }).toMatchObject({ status: 200 });
      }
    },
  },
  {
    id: 'resume',
    title: 'Either instance continues what the other one began',
    section: 'several-instances',
    hint: 'Use the id of the announcement, keep the last 100, and send those with a larger id than Last-Event-ID.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      // The second one was not there yet for the first of them.
      await announce([first], 7);
      for (const id of [8, 9, 10, 11]) await announce([first, second], id);
      for (const [instance, which] of [
        [first, 'the first instance'],
        [second, 'the second instance'],
        [edge, 'nginx'],
      ] as const) {
        const stream = instance.open('/events', { 'last-event-id': '9' });
        for (let wanted = 10; wanted <= 11; wanted++) await stream.nextEvent('announcement', 200);
        expect(idsOf(stream), {
          that: `through ${which}, Last-Event-ID: 9 is followed by 10 and 11`,
          likely: 'each instance counts by itself, or nothing is kept, or ids are compared as text',
          seen: `ids ${idsOf(stream) || 'none'}`,
        }).toBe('10, 11');
        stream.drop();
      }
      const stream = second.open('/events', { 'last-event-id': '11' });
      await stream.head(SECOND);
      await announce([first, second], 12);
      await stream.nextEvent('announcement', 200);
      expect(idsOf(stream), 'after Last-Event-ID: 11 nothing comes but what is new: 12').toBe('12');
    },
  },
  {
    id: 'outage',
    title: 'While nobody is there, nobody is answered; then everybody at once',
    section: 'when-nobody-is-there',
    hint: 'error_page 502 503 504 = @drop; with return 444 there. max_fails=0 for each server of the upstream.',
    async run(tools) {
      const { clock, expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const [stream] = await openStreams(edge, 1);
      await first.kill();
      await second.kill();
      expect(await stream?.ended(SECOND), 'a stream ends when its instance dies').not.toBeNull();
      for (let attempt = 0; attempt < 3; attempt++) {
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
      const back = edge.open('/events');
      expect((await back.head(SECOND))?.status ?? 'none', {
        that: '2 s after an instance listens again, a new stream gets it',
        likely: 'after a failure nginx leaves a server alone for fail_timeout, 10 s',
        seen: 'no answer',
      }).toBe(200);
    },
  },
  {
    id: 'drain',
    title: 'SIGTERM ends streams in good order, and the process soon after',
    section: 'a-deploy-without-a-storm',
    hint: 'On SIGTERM, end() each response first, then call server.close(). Nothing else should keep the process alive.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startStation(tools);
      const leaving = await openStreams(first, 3);
      const staying = await openStreams(second, 3);
      await edge.request('GET', '/timetable');
      await edge.request('GET', '/timetable');
      const exit = await first.stop(10 * SECOND);
      for (const stream of leaving) {
        expect(stream, {
          that: 'each stream of the instance ends in good order',
          likely: 'process.exit() or a missing handler tears connections down; server.close() alone waits for ever',
        }).toHaveEnded('clean');
        expect(stream.endedAt, { that: 'within 5 s', seen: `after ${stream.endedAt} ms` }).toBeLessThanOrEqual(5_500);
      }
      expect(exit?.code ?? 'it still runs', {
        that: 'the process ends by itself within 10 s, with exit code 0',
        likely: 'close() before the responses end, or a timer, keeps it alive',
      }).toBe(0);
      for (const stream of staying) expect(stream, 'streams of the other instance never notice').toBeOpen();
      const [next] = await openStreams(edge, 1);
      expect(await next?.head(0), {
        that: 'whoever comes back gets the other instance',
        seen: 'no answer',
      }).toMatchObject({ status: 200 });
    },
  },
  {
    id: 'jitter',
    title: 'Those who have to come back do so at different times',
    section: 'a-deploy-without-a-storm',
    hint: 'In the SIGTERM handler, before end(): a retry: line with Math.round(1000 + Math.random() * 9000), for each.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const streams = await openStreams(server, 20);
      await server.stop(10 * SECOND);
      const waits = streams.map(lastRetry);
      const seen = waits.slice(0, 5).join(', ');
      for (const wait of waits) {
        expect(wait, {
          that: 'the last retry: of each stream is a whole number of milliseconds',
          likely: 'browsers ignore fractions and units',
          seen,
        }).toMatch(/^\d+$/);
        expect(Number(wait), { that: 'of at least 1000 ms', seen: wait }).toBeGreaterThanOrEqual(1_000);
        expect(Number(wait), { that: 'and at most 10000 ms', seen: wait }).toBeLessThanOrEqual(10_000);
      }
      expect(new Set(waits).size, {
        that: 'at least 10 different ones among 20 streams',
        likely: 'one number for all brings all of them back in the same moment',
        seen,
      }).toBeGreaterThanOrEqual(10);
      const numbers = waits.map(Number);
      const apart = Math.max(...numbers) - Math.min(...numbers);
      expect(apart, {
        that: 'and at least 4000 ms between the smallest and the largest',
        seen: `${apart} ms`,
      }).toBeGreaterThanOrEqual(4_000);
    },
  },
]);
