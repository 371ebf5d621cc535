import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

type Send = (number: number) => void;

const store: number[] = [];
const listeners = new Set<Send>();

// An event every 40 ms.
setInterval(() => {
  const number = store.length + 1;
  store.push(number);
  for (const send of listeners) send(number);
}, 40);

/** A store is never as fast as a variable: the question takes 30 ms, the answer 150 ms. */
async function readAfter(cursor: number): Promise<number[]> {
  await delay(30);
  const found = store.slice(cursor);
  await delay(150);
  return found;
}

// Three ways to get from replay to live. Each returns how to stop. Which one is right?
const WAYS: Record<string, (cursor: number, send: Send) => Promise<() => void>> = {
  async 'replay-then-listen'(cursor, send) {
    for (const number of await readAfter(cursor)) send(number);
    listeners.add(send);
    return () => listeners.delete(send);
  },

  async 'listen-then-replay'(cursor, send) {
    listeners.add(send);
    for (const number of await readAfter(cursor)) send(number);
    return () => listeners.delete(send);
  },

  async 'hold-back'(cursor, send) {
    const waiting: number[] = [];
    let take: Send = (number) => waiting.push(number);
    const listener: Send = (number) => take(number);
    listeners.add(listener);
    let last = cursor;
    for (const number of await readAfter(cursor)) {
      send(number);
      last = number;
    }
    for (const number of waiting) if (number > last) send(number);
    take = send;
    return () => listeners.delete(listener);
  },
};

createServer(async (request, response: ServerResponse) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const connect = WAYS[url.searchParams.get('way') ?? ''];
  if (url.pathname !== '/events' || !connect) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 500\n\n');
  const cursor = Number(request.headers['last-event-id'] ?? store.length);
  const stop = await connect(cursor, (number) => response.write(`id: ${number}\ndata: ${number}\n\n`));
  response.on('close', stop);
  // Every connection breaks after a second, so that there is something to see.
  setTimeout(() => response.destroy(), 1000);
}).listen(Number(process.env.PORT ?? 3000));
