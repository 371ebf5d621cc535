import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, append, newest, type StoredEvent } from './store.ts';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 1_000;

interface Client {
  response: ServerResponse;
  /** What was published while its replay is being read; null once it is live. */
  waiting: StoredEvent[] | null;
}

const clients = new Set<Client>();
const orders = new Map<unknown, unknown>();

async function openStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${RETRY_MS}\n\n`);
  // First listen, then read: whatever happens from here on is in one of the two, or in both.
  const client: Client = { response, waiting: [] };
  clients.add(client);
  response.on('close', () => clients.delete(client));

  const cursor = cursorOf(request);
  const sent = cursor === '' ? 0 : await replay(response, cursor);
  for (const event of client.waiting ?? []) if (event.number > sent) write(response, event);
  client.waiting = null;
}

/** Sends what came after `cursor`, or a reset. The number of the last event that the client has now. */
async function replay(response: ServerResponse, cursor: string): Promise<number> {
  const missed = await after(cursor);
  if (missed === null) {
    const { number } = await newest();
    write(response, { id: cursor, name: 'reset', data: '{}' });
    return number;
  }
  for (const event of missed) write(response, event);
  return missed.at(-1)?.number ?? 0;
}

/** The header of a reconnect knows more than the URL, which is that of the first connection. */
function cursorOf({ headers, url }: IncomingMessage): string {
  const header = String(headers['last-event-id'] ?? '');
  return header || (new URL(url ?? '/', 'http://localhost').searchParams.get('lastEventId') ?? '');
}

function write(response: ServerResponse, { id, name, data }: Omit<StoredEvent, 'number'>): void {
  response.write(`id: ${id}\nevent: ${name}\ndata: ${data}\n\n`);
}

async function publish(name: string, data: unknown): Promise<void> {
  const event = await append(name, JSON.stringify(data));
  for (const { response, waiting } of clients) {
    if (waiting) waiting.push(event);
    else write(response, event);
  }
}

async function readJson(request: IncomingMessage): Promise<object> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (`${request.method} ${pathname}`) {
    case 'GET /events':
      await openStream(request, response);
      break;
    case 'POST /orders': {
      const order = await readJson(request);
      orders.set('order' in order ? order.order : null, order);
      await publish('order', order);
      response.writeHead(202).end();
      break;
    }
    case 'POST /notes':
      await publish('note', await readJson(request));
      response.writeHead(202).end();
      break;
    case 'GET /orders': {
      // The cursor first: an update in between is in the list already, and comes once more as an event. None is missing.
      const { id } = await newest();
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ orders: [...orders.values()], lastEventId: id }));
      break;
    }
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
