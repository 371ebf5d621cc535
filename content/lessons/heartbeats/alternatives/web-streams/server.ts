// A ReadableStream per client, as in a fetch handler. Its queue says who does not read: desiredSize stays below zero.
import { createServer, type ServerResponse } from 'node:http';

interface Feed {
  controller: ReadableStreamDefaultController<Uint8Array>;
  full: number;
}

const encoder = new TextEncoder();
const feeds = new Set<Feed>();

setInterval(() => {
  for (const feed of feeds) {
    const { controller } = feed;
    feed.full = (controller.desiredSize ?? 0) <= -100_000 ? feed.full + 1 : 0;
    if (feed.full === 3) {
      feeds.delete(feed);
      controller.error(new Error('It does not read.'));
    }
    if (feed.full === 0) controller.enqueue(encoder.encode('event: heartbeat\ndata: 1\n\n'));
  }
}, 15_000);

function feed(): ReadableStream<Uint8Array> {
  let mine: Feed;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        mine = { controller, full: 0 };
        feeds.add(mine);
        controller.enqueue(encoder.encode('retry: 3000\n\n'));
      },
      cancel() {
        feeds.delete(mine);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 16_384 }),
  );
}

async function pump(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = stream.getReader();
  response.on('close', () => void reader.cancel().catch(() => {}));
  const closed = new Promise<void>((resolve) => response.on('close', resolve));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (response.write(next.value)) continue;
      await Promise.race([new Promise<void>((resolve) => response.once('drain', resolve)), closed, failed(reader)]);
    }
    response.end();
  } catch {
    response.destroy();
  }
}

/** Rejects when the stream fails; its own reads come too late while the response is full. */
function failed(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<never> {
  return reader.closed.then(() => new Promise<never>(() => {}));
}

async function handle(method: string, path: string, body: string): Promise<Response> {
  if (method === 'GET' && path === '/events') {
    return new Response(feed(), { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
  }
  if (method === 'GET' && path === '/stats') return Response.json({ clients: feeds.size });
  if (method !== 'POST' || path !== '/orders') return new Response('not found', { status: 404 });
  const order = encoder.encode(`event: order\ndata: ${JSON.stringify(JSON.parse(body))}\n\n`);
  for (const { controller } of feeds) controller.enqueue(order);
  return new Response(null, { status: 202 });
}

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = await handle(request.method ?? '', request.url ?? '', body);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pump(answer.body, response);
  else response.end();
}).listen(Number(process.env.PORT ?? 3000));
