import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Announcement {
  /** The control room counts. Both instances get the same number. */
  id: number;
  text: string;
}

/** Every stream that this instance has open. */
const streams = new Set<ServerResponse>();
let connections = 0;
let lastId = 0;

/** GET /events. On a laptop, without nginx, it works. */
function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write('retry: 3000\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

/** Sends an announcement to everyone who listens here. Those who were away have missed it. */
function publish(announcement: Announcement): void {
  const text = `id: ${++lastId}\nevent: announcement\ndata: ${JSON.stringify(announcement)}\n\n`;
  for (const stream of streams) stream.write(text);
}

function timetable(): object[] {
  return Array.from({ length: 96 }, (_, quarter) => ({
    leaves: `${Math.floor(quarter / 4)}:${String((quarter % 4) * 15).padStart(2, '0')}`,
    platform: (quarter % 7) + 1,
    to: ['Basel', 'Lyon', 'Trieste'][quarter % 3],
  }));
}

async function readJson(request: IncomingMessage): Promise<Announcement> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      openStream(response);
      break;
    case 'GET /timetable':
      sendJson(response, timetable());
      break;
    case 'POST /announcements':
      publish(await readJson(request));
      response.writeHead(202).end();
      break;
    case 'GET /stats':
      sendJson(response, { streams: streams.size, connections });
      break;
    default:
      response.writeHead(404).end();
  }
});

// For GET /stats: nginx should not need a new one for each request.
server.on('connection', () => {
  connections++;
});
server.listen(Number(process.env.PORT ?? 3000));
