// An EventEmitter as the bus and an async iterator per client: on() buffers whatever is emitted while nobody asks.
import { EventEmitter, on } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { after, append, newest, type StoredEvent } from './store.ts';

const bus = new EventEmitter().setMaxListeners(0);
const orders = new Map<number, unknown>();

async function* events(cursor: string, signal: AbortSignal): AsyncGenerator<Omit<StoredEvent, 'number'>> {
  const live = on(bus, 'event', { signal });
  let sent = 0;
  if (cursor !== '') {
    const missed = await after(cursor);
    if (missed === null) {
      const { id, number } = await newest();
      sent = number;
      yield { id, name: 'reset', data: '"too old"' };
    }
    for (const event of missed ?? []) {
      sent = event.number;
      yield event;
    }
  }
  for await (const [event] of live) if (event.number > sent) yield event;
}

async function stream(response: ServerResponse, cursor: string): Promise<void> {
  response.writeHead(200, { 'CONTENT-TYPE': 'text/event-stream', 'CACHE-CONTROL': 'no-cache, private' });
  response.flushHeaders();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    for await (const { id, name, data } of events(cursor, gone.signal)) {
      response.write(`data: ${data}\nid: ${id}\nevent: ${name}\n\n`);
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const route = `${request.method} ${pathname}`;
  if (route === 'GET /events') {
    const cursors = [request.headers['last-event-id'], searchParams.get('lastEventId')];
    return stream(response, String(cursors.find((cursor) => cursor) ?? ''));
  }
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  if (route === 'GET /orders') {
    const { id } = await newest();
    return response.end(JSON.stringify({ orders: [...orders.values()], lastEventId: id }));
  }
  if (route !== 'POST /orders' && route !== 'POST /notes') return response.writeHead(404, 'Not here').end();
  const data = JSON.parse(Buffer.concat(body).toString('utf8'));
  if (route === 'POST /orders') orders.set(data.order, data);
  bus.emit('event', await append(route === 'POST /orders' ? 'order' : 'note', JSON.stringify(data)));
  return response.writeHead(201).end();
}).listen({ port: Number(process.env.PORT || 3000) });
