import { createServer, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { after, append, close, type Entry, follow, isNewer, newestId, type Order, open, snapshot } from './log.ts';

type Item = Entry | { reset: string } | 'heartbeat' | 'leave';

/** Items for one stream, which somebody takes out one by one. */
class Queue {
  readonly #items: Item[] = [];
  #wake: (() => void) | null = null;

  get length(): number {
    return this.#items.length;
  }

  put(item: Item): void {
    this.#items.push(item);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      const next = this.#items.shift();
      if (next !== undefined) yield next;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

const queues = new Set<Queue>();
const everybody = (item: Item) => {
  for (const queue of queues) queue.put(item);
};

async function* events(cursor: string, queue: Queue): AsyncGenerator<string> {
  yield 'retry: 2500\n\n';
  let last = cursor;
  if (cursor !== '') {
    const missed = await after(cursor);
    if (missed === null) {
      last = await newestId();
      yield `id: ${last}\nevent: reset\ndata: {"why":"too old"}\n\n`;
    }
    for (const entry of missed ?? []) {
      last = entry.id;
      yield text(entry);
    }
  }
  for await (const item of queue) {
    if (item === 'heartbeat') yield ': still here\nevent: heartbeat\ndata: {}\n\n';
    else if (item === 'leave') {
      yield `retry: ${1000 + Math.round(Math.random() * 9000)}\n\n`;
      return;
    } else if ('reset' in item) {
      last = item.reset;
      yield `id: ${last}\nevent: reset\ndata: {}\n\n`;
    } else if (last === '' || isNewer(item.id, last)) {
      last = item.id;
      yield text(item);
    }
  }
}

function text({ id, data }: Entry): string {
  return `event: order\nid: ${id}\ndata: ${data}\n\n`;
}

async function stream(cursor: string, response: ServerResponse): Promise<void> {
  const queue = new Queue();
  queues.add(queue);
  response.on('close', () => queues.delete(queue));
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  for await (const piece of events(cursor, queue)) {
    if (response.destroyed) return;
    response.write(piece);
    if (response.writableLength > 1_000_000) {
      response.destroy();
      return;
    }
  }
  response.end();
}

const beat = setInterval(everybody, 15_000, 'heartbeat');

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  try {
    if (url.pathname === '/events') {
      const header = request.headers['last-event-id'];
      await stream(String(header || url.searchParams.get('lastEventId') || ''), response);
    } else if (url.pathname === '/stats') response.end(JSON.stringify({ streams: queues.size }));
    else if (url.pathname !== '/orders') response.writeHead(404).end();
    else if (request.method === 'GET') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await snapshot()));
    } else {
      const update = await readJson(request).catch(() => null);
      if (isOrder(update)) {
        await append(update);
        response.writeHead(201).end();
      } else response.writeHead(400).end();
    }
  } catch {
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  }
});

function isOrder(value: unknown): value is Order {
  if (typeof value !== 'object' || value === null) return false;
  return 'order' in value && Number.isInteger(value.order) && 'status' in value && typeof value.status === 'string';
}

process.on('SIGTERM', () => {
  clearInterval(beat);
  everybody('leave');
  // The generators end in turns of their own.
  setTimeout(() => server.close(() => close()), 50);
});

await open();
follow({ onEntry: everybody, onGap: (reset) => everybody({ reset }) });
server.listen(Number(process.env.PORT ?? 3000));
