import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 2_000;
/** A quarter of the 60 s after which the proxy closes a silent stream. */
const HEARTBEAT_MS = 15_000;
/** So many heartbeats in a row could not be sent: the client has not read for 45 s. */
const MISSED_LIMIT = 3;

/** The name is for the watchdog in the page; without the data line there would be no event. */
const HEARTBEAT = 'event: heartbeat\ndata:\n\n';

const clients = new Set<ServerResponse>();
let lastTicket = 0;

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${RETRY_MS}\n\n${HEARTBEAT}`);
  clients.add(response);

  let missed = 0;
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) {
      missed = 0;
      response.write(HEARTBEAT);
    } else if (++missed === MISSED_LIMIT) {
      response.destroy();
    }
  }, HEARTBEAT_MS);

  response.on('close', () => {
    clearInterval(timer);
    clients.delete(response);
  });
}

async function publishOrder(order: object): Promise<void> {
  for (const client of clients) client.write('event: order\n');
  const ticket = await printTicket();
  for (const client of clients) client.write(`data: ${JSON.stringify({ ...order, ticket })}\n\n`);
}

/** The printer in the kitchen. It takes its time; leave it as it is. */
async function printTicket(): Promise<number> {
  await delay(40);
  return ++lastTicket;
}

async function readJson(request: IncomingMessage): Promise<object> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      openStream(response);
      break;
    case 'POST /orders':
      await publishOrder(await readJson(request));
      response.writeHead(202).end();
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ clients: clients.size }));
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
