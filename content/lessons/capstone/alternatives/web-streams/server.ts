// Handlers that return a Response, as in frameworks; a ReadableStream for each client.
import { createServer, type ServerResponse } from 'node:http';
import { after, append, close, type Entry, follow, isNewer, newestId, open, snapshot } from './log.ts';

interface Tap {
  push(entry: Entry): void;
  reset(id: string): void;
  say(text: string): void;
  end(): void;
}

const encoder = new TextEncoder();
const taps = new Set<Tap>();

function feed(cursor: string): ReadableStream<Uint8Array> {
  let tap: Tap;
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let last = cursor;
        let early: Entry[] | null = [];
        const say = (text: string) => {
          // Bytes that nobody takes: negative once more than the high-water mark waits.
          if ((controller.desiredSize ?? 0) < 0) {
            taps.delete(tap);
            controller.error(new Error('too slow'));
          } else controller.enqueue(encoder.encode(text));
        };
        const write = (entry: Entry) => {
          if (last !== '' && !isNewer(entry.id, last)) return;
          last = entry.id;
          say(`id:${entry.id}\nevent:order\ndata:${entry.data}\n\n`);
        };
        tap = {
          say,
          push: (entry) => (early ? early.push(entry) : write(entry)),
          reset(id) {
            last = id;
            say(`id:${id}\nevent:reset\ndata:-\n\n`);
          },
          end() {
            say(`retry:${1000 + Math.floor(Math.random() * 9000)}\n\n`);
            controller.close();
          },
        };
        taps.add(tap);
        controller.enqueue(encoder.encode(':\n\n'));
        if (cursor !== '') {
          const missed = await after(cursor);
          if (missed === null) tap.reset(await newestId());
          else missed.forEach(write);
        }
        early.forEach(write);
        early = null;
      },
      cancel() {
        taps.delete(tap);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 1_000_000 }),
  );
  return body;
}

async function pump(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader();
  response.on('close', () => reader.cancel().catch(() => {}));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (!response.write(next.value) && !response.destroyed) {
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      }
    }
    response.end();
  } catch {
    response.destroy();
  }
}

async function handle(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case 'GET /events': {
      const cursor = request.headers.get('last-event-id') || searchParams.get('lastEventId') || '';
      const headers = { 'Content-Type': 'text/event-stream;charset=utf-8', 'Cache-Control': 'no-store' };
      return new Response(feed(cursor), { headers });
    }
    case 'GET /orders':
      return snapshot().then(
        (value) => Response.json(value),
        () => new Response(null, { status: 503 }),
      );
    case 'POST /orders': {
      const update = await request.json().catch(() => null);
      if (!Number.isInteger(update?.order) || typeof update.status !== 'string') {
        return new Response('an order and a status', { status: 400 });
      }
      return append(update).then(
        () => new Response(null, { status: 202 }),
        () => new Response(null, { status: 503 }),
      );
    }
    case 'GET /stats':
      return Response.json({ streams: taps.size });
    default:
      return new Response(null, { status: 404 });
  }
}

const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const method = request.method ?? 'GET';
  const init = method === 'POST' ? { method, headers, body: Buffer.concat(chunks) } : { method, headers };
  const answer = await handle(new Request(`http://localhost${request.url}`, init));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pump(answer.body, response);
  else response.end();
});

const beat = setInterval(() => {
  for (const { say } of taps) say('event: heartbeat\ndata: .\n\n');
}, 10_000);

process.on('SIGTERM', () => {
  clearInterval(beat);
  for (const tap of taps) tap.end();
  taps.clear();
  const wait = setInterval(() => {
    server.closeIdleConnections();
  }, 100);
  server.close(() => {
    clearInterval(wait);
    close();
  });
});

await open();
follow({
  onEntry(entry) {
    for (const tap of taps) tap.push(entry);
  },
  onGap(newest) {
    for (const tap of taps) tap.reset(newest);
  },
});
server.listen(Number(process.env.PORT ?? 3000));
