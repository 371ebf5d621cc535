import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, append, type StoredEvent } from './store.ts';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 1_000;

/** Everyone who listens to GET /events now. */
const clients = new Set<ServerResponse>();
const orders = new Map<unknown, unknown>();

/** GET /events. It replays, as long as nothing happens meanwhile. */
async function openStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${RETRY_MS}\n\n`);
  const cursor = request.headers['last-event-id'];
  if (cursor !== undefined) {
    for (const event of await after(String(cursor))) write(response, event);
  }
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

function write(response: ServerResponse, { name, data }: StoredEvent): void {
  response.write(`event: ${name}\ndata: ${data}\n\n`);
}

async function publish(name: string, data: unknown): Promise<void> {
  const event = await append(name, JSON.stringify(data));
  for (const client of clients) write(client, event);
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
    case 'GET /orders':
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ orders: [...orders.values()], lastEventId: '' }));
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
