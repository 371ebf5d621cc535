import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 2000;

const clients = new Set<ServerResponse>();
let lastId = 0;
let finished = false;

function openStream(response: ServerResponse): void {
  if (finished) {
    // The one answer that tells an EventSource: do not come back.
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(':\n\n');
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

function publish(event: string, data: unknown): void {
  const text = `id: ${++lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\nretry: ${RETRY_MS}\n\n`;
  for (const client of clients) client.write(text);
}

function finish(): void {
  finished = true;
  publish('end', {});
  for (const client of clients) client.end();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      openStream(response);
      break;
    case 'POST /orders':
      publish('order', await readJson(request));
      response.writeHead(202).end();
      break;
    case 'POST /finish':
      finish();
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
