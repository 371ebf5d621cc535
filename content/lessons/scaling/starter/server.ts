import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { publish, subscribe } from './bus.ts';

const HEARTBEAT_MS = 15_000;

/** Every stream that this instance has open. */
const streams = new Set<ServerResponse>();
let lastId = 0;

/** GET /events. In the demo, with two tabs, it works. */
async function openStream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 1000\n\n');
  streams.add(response);
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  const unsubscribe = await subscribe((data) => {
    response.write(`id: ${++lastId}\nevent: bid\ndata: ${data}\n\n`);
  });
  response.on('close', () => {
    clearInterval(heartbeat);
    streams.delete(response);
    unsubscribe();
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      await openStream(response);
      break;
    case 'POST /bids':
      await publish(JSON.stringify(await readJson(request)));
      response.writeHead(202).end();
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ streams: streams.size }));
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
