import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { publish, subscribe } from './log.ts';

const orders = new Map<unknown, unknown>();
let streams = 0;
let id = 0;

async function openStream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(':\n\n');
  streams++;
  const unsubscribe = await subscribe((update) => {
    response.write(`id: ${++id}\nevent: order\ndata: ${update}\n\n`);
  });
  response.on('close', () => {
    streams--;
    unsubscribe();
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (`${request.method} ${pathname}`) {
    case 'GET /events':
      await openStream(response);
      break;
    case 'POST /orders': {
      const body = await readBody(request);
      const order = JSON.parse(body);
      orders.set(order.order, order);
      await publish(body);
      response.writeHead(202).end();
      break;
    }
    case 'GET /orders':
      sendJson(response, { orders: [...orders.values()], lastEventId: String(id) });
      break;
    case 'GET /stats':
      sendJson(response, { streams });
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
