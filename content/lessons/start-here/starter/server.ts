import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { frameEvent } from './frame.ts';

interface Notice {
  topic: string;
  text: string;
}

/** Everyone who listens to GET /events now. */
const clients = new Set<ServerResponse>();
let lastId = 0;

/** GET /events. The headers wait for the first notice. */
function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

function publish({ topic, text }: Notice): void {
  const frame = frameEvent({ event: topic, id: String(++lastId), data: text });
  for (const client of clients) client.write(frame);
}

/** The notice in the body of a request. It believes everything. */
async function readNotice(request: IncomingMessage): Promise<Notice> {
  let body = '';
  for await (const piece of request) body += piece;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      openStream(response);
      break;
    case 'POST /notices':
      publish(await readNotice(request));
      response.writeHead(202).end();
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
