// A set of what was sent to each client during its replay, instead of numbers that can be compared. CRLF.
import * as http from 'node:http';
import { after, append, newest, type StoredEvent } from './store.ts';

type Send = (event: StoredEvent) => void;

const subscribers = new Set<Send>();
const orders = new Map<number, unknown>();

const format = ({ id, name, data }: StoredEvent) => `event:${name}\r\nid:${id}\r\ndata:${data}\r\n\r\n`;

async function subscribe(response: http.ServerResponse, cursor: string): Promise<void> {
  response.setHeader('cache-control', 'no-cache, no-transform');
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  response.write('retry:1500\r\n\r\n');
  const held: StoredEvent[] = [];
  let send: Send = (event) => held.push(event);
  const subscriber: Send = (event) => send(event);
  subscribers.add(subscriber);
  response.once('close', () => subscribers.delete(subscriber));

  const known = new Set<string>();
  const deliver: Send = (event) => {
    if (known.has(event.id)) return;
    known.add(event.id);
    response.write(format(event));
  };
  if (cursor) {
    const missed = (await after(cursor)) ?? [{ id: await newest(), name: 'reset', data: '"reload"' }];
    missed.forEach(deliver);
  }
  held.forEach(deliver);
  send = (event) => response.write(format(event));
}

http
  .createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && pathname === '/events') {
      const header = request.headers['last-event-id'];
      void subscribe(
        response,
        typeof header === 'string' && header !== '' ? header : (searchParams.get('lastEventId') ?? ''),
      );
      return;
    }
    if (request.method === 'GET' && pathname === '/orders') {
      void newest().then((lastEventId) => response.end(JSON.stringify({ lastEventId, orders: [...orders.values()] })));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const name = { '/orders': 'order', '/notes': 'note' }[pathname];
      if (request.method !== 'POST' || !name) {
        response.statusCode = 404;
        response.end();
        return;
      }
      const json = Buffer.concat(chunks).toString();
      const event = await append(name, json);
      if (name === 'order') orders.set(JSON.parse(json).order, JSON.parse(json));
      for (const subscriber of subscribers) subscriber(event);
      response.end('ok');
    });
  })
  .listen(process.env.PORT ?? '3000');
