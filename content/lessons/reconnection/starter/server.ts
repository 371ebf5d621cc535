import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Everyone who listens to GET /events now. */
const clients = new Set<ServerResponse>();
let lastId = 0;

/** GET /events. It streams, as long as nothing goes wrong. */
function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  clients.add(response);
}

/** Sends an event to everyone. `data` travels as JSON on one line. */
function publish(event: string, data: unknown): void {
  const text = `id: ${++lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  for (const client of clients) client.write(text);
}

/** POST /finish. The shop closes: tell everyone, end their streams, and let nobody reconnect. */
function finish(): void {}

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
