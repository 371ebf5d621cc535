import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, append, close, type Entry, follow, isNewer, newestId, type Order, open, snapshot } from './log.ts';

/** A quarter of the 60 s after which most proxies close what is silent. */
const HEARTBEAT_MS = 15_000;
/** More than so many bytes do not wait for one client. */
const MOST_WAITING = 1_000_000;
/** Those who have to come back do so within this time, each at a moment of its own, in milliseconds. */
const COME_BACK = { first: 1_000, last: 10_000 };

interface Client {
  response: ServerResponse;
  /** Id of the last update that it has; empty before the first. */
  sent: string;
  /** What came while its replay is being read; null once it is live. */
  waiting: Entry[] | null;
}

const clients = new Set<Client>();

async function openStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${COME_BACK.first}\n\n`);
  // First listen, then read: whatever happens from here on is in one of the two, or in both.
  const client: Client = { response, sent: '', waiting: [] };
  clients.add(client);
  response.on('close', () => clients.delete(client));

  const cursor = cursorOf(request);
  if (cursor !== '') {
    try {
      await replay(client, cursor);
    } catch {
      // Redis is away. The browser comes back with the same cursor.
      response.destroy();
      return;
    }
  }
  for (const entry of client.waiting ?? []) send(client, entry, frame(entry));
  client.waiting = null;
}

async function replay(client: Client, cursor: string): Promise<void> {
  const missed = await after(cursor);
  if (missed === null) sendReset(client, cursor);
  else {
    client.sent = cursor;
    for (const entry of missed) send(client, entry, frame(entry));
  }
}

/** The header of a reconnect knows more than the URL, which is that of the first connection. */
function cursorOf({ headers, url }: IncomingMessage): string {
  const header = String(headers['last-event-id'] ?? '');
  return header || (new URL(url ?? '/', 'http://localhost').searchParams.get('lastEventId') ?? '');
}

function frame({ id, data }: Entry): string {
  return `id: ${id}\nevent: order\ndata: ${data}\n\n`;
}

function send(client: Client, { id }: Entry, bytes: string): void {
  // The reader of this instance may be behind what was replayed.
  if (client.sent !== '' && !isNewer(id, client.sent)) return;
  client.sent = id;
  // A deploy may have ended it while its replay was read.
  if (!client.response.writableEnded) client.response.write(bytes);
}

function sendReset(client: Client, newest: string): void {
  client.sent = newest;
  if (!client.response.writableEnded) client.response.write(`id: ${newest}\nevent: reset\ndata: {}\n\n`);
}

/** To everybody: the bytes are made once. */
function publish(entry: Entry): void {
  const bytes = frame(entry);
  for (const client of clients) {
    if (client.waiting) client.waiting.push(entry);
    else send(client, entry, bytes);
    // It can come back with its cursor. Memory cannot.
    if (client.response.writableLength > MOST_WAITING) client.response.destroy();
  }
}

async function accept(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const order = await readOrder(request);
  if (order === null) {
    response.writeHead(400).end();
    return;
  }
  try {
    await append(order);
    response.writeHead(202).end();
  } catch {
    response.writeHead(503).end();
  }
}

async function readOrder(request: IncomingMessage): Promise<Order | null> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  try {
    const value = JSON.parse(body);
    return Number.isSafeInteger(value?.order) && typeof value.status === 'string' ? value : null;
  } catch {
    return null;
  }
}

async function sendSnapshot(response: ServerResponse): Promise<void> {
  try {
    const body = JSON.stringify(await snapshot());
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
  } catch {
    response.writeHead(503).end();
  }
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (`${request.method} ${pathname}`) {
    case 'GET /events':
      await openStream(request, response);
      break;
    case 'POST /orders':
      await accept(request, response);
      break;
    case 'GET /orders':
      await sendSnapshot(response);
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ streams: clients.size }));
      break;
    default:
      response.writeHead(404).end();
  }
});

const heartbeat = setInterval(() => {
  for (const { response } of clients) response.write('event: heartbeat\ndata: {}\n\n');
}, HEARTBEAT_MS);

process.on('SIGTERM', () => {
  clearInterval(heartbeat);
  for (const { response } of clients) {
    const wait = COME_BACK.first + Math.random() * (COME_BACK.last - COME_BACK.first);
    response.end(`retry: ${Math.round(wait)}\n\n`);
  }
  // After the ends: what is still in use when close() is called keeps the process alive. Redis last: a POST may need it.
  server.close(() => void close());
});

await open();
void follow({
  onEntry: publish,
  onGap(newest) {
    for (const client of clients) sendReset(client, newest);
  },
});
server.listen(Number(process.env.PORT ?? 3000));
