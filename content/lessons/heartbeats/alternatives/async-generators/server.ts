// An async generator per client: the next order, or a heartbeat when none comes in time. Each write is waited for.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

class Counter {
  readonly waiting: string[] = [];
  #wake = Promise.withResolvers<void>();

  put(order: string): void {
    this.waiting.push(order);
    this.#wake.resolve();
  }

  /** The next order, or null after `ms` without one. */
  async next(ms: number, signal: AbortSignal): Promise<string | null> {
    if (this.waiting.length === 0) {
      this.#wake = Promise.withResolvers();
      const done = new AbortController();
      const late = delay(ms, null, { signal: AbortSignal.any([signal, done.signal]) }).catch(() => null);
      await Promise.race([this.#wake.promise, late]);
      done.abort();
    }
    return this.waiting.shift() ?? null;
  }
}

const counters = new Set<Counter>();

async function* blocks(counter: Counter, signal: AbortSignal): AsyncGenerator<string> {
  yield 'retry: 2500\n\n';
  while (!signal.aborted) {
    const order = await counter.next(10_000, signal);
    yield order === null ? 'event: heartbeat\ndata: {}\n\n' : `event: order\ndata: ${order}\n\n`;
  }
}

async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'CONTENT-TYPE': 'text/event-stream', 'CACHE-CONTROL': 'no-cache, private' });
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const counter = new Counter();
  counters.add(counter);
  try {
    for await (const block of blocks(counter, gone.signal)) {
      if (response.write(block)) continue;
      const patience = new AbortController();
      const late = delay(40_000, true, { signal: patience.signal }).catch(() => false);
      const drained = once(response, 'drain', { signal: gone.signal }).then(
        () => false,
        () => false,
      );
      if (await Promise.race([late, drained])) response.destroy();
      patience.abort();
    }
  } finally {
    counters.delete(counter);
  }
}

createServer(async (request, response) => {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /events') return stream(response);
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  if (route === 'GET /stats') return response.end(`{ "clients": ${counters.size} }`);
  if (route === 'POST /orders') {
    const order = JSON.stringify(JSON.parse(Buffer.concat(body).toString('utf8')));
    for (const counter of counters) counter.put(order);
    return response.writeHead(201).end();
  }
  return response.writeHead(404, 'Not here').end();
}).listen({ port: Number(process.env.PORT || 3000) });
