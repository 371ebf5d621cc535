import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { frameComment, frameEvent } from './frame.ts';

interface Notice {
  topic: string;
  text: string;
}

const TOPICS = ['kitchen', 'door', 'garden'];

const clients = new Set<ServerResponse>();
let lastId = 0;

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  // The first write also sends the headers: the page knows at once that it is connected.
  response.write(`${frameComment('welcome to the board')}data:\n\n`);
  clients.add(response);
  response.on('close', () => clients.delete(response));
}

function publish({ topic, text }: Notice): void {
  const frame = frameEvent({ event: topic, id: String(++lastId), data: text });
  for (const client of clients) client.write(frame);
}

function isNotice(value: unknown): value is Notice {
  if (typeof value !== 'object' || value === null || !('topic' in value) || !('text' in value)) return false;
  return typeof value.text === 'string' && typeof value.topic === 'string' && TOPICS.includes(value.topic);
}

/** The notice in the body of a request; null when there is none. */
async function readNotice(request: IncomingMessage): Promise<Notice | null> {
  // Keeps the bytes of half a character until the other half comes.
  request.setEncoding('utf8');
  let body = '';
  for await (const piece of request) body += piece;
  try {
    const value: unknown = JSON.parse(body);
    return isNotice(value) ? value : null;
  } catch {
    return null;
  }
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      openStream(response);
      break;
    case 'POST /notices': {
      const notice = await readNotice(request);
      if (notice) publish(notice);
      response.writeHead(notice ? 202 : 400).end();
      break;
    }
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
