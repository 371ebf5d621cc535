import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 2_000;

/** Everyone who listens to GET /events now. */
const clients = new Set<ServerResponse>();
let lastTicket = 0;

/** GET /events. At lunch it works: there is always an order on the way. */
function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${RETRY_MS}\n\n`);
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

/** Sends an order to everyone. What could come in between? */
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
