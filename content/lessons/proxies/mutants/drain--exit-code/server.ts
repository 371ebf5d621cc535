import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A quarter of the 60 s after which most proxies close what is silent. */
const HEARTBEAT_MS = 15_000;
/** So many announcements are kept for those who come back. */
const KEPT = 100;
/** Those who have to come back do so within this time, each at a moment of its own, in milliseconds. */
const COME_BACK = { first: 1_000, last: 10_000 };

interface Announcement {
  id: number;
  text: string;
}

const streams = new Set<ServerResponse>();
const announcements: Announcement[] = [];
let connections = 0;

const frame = (announcement: Announcement) =>
  `id: ${announcement.id}\nevent: announcement\ndata: ${JSON.stringify(announcement)}\n\n`;

function openStream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${COME_BACK.first}\n\n:\n\n`);
  const last = request.headers['last-event-id'];
  if (last !== undefined) {
    for (const announcement of announcements) {
      if (announcement.id > Number(last)) response.write(frame(announcement));
    }
  }
  streams.add(response);
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    streams.delete(response);
  });
}

function publish(announcement: Announcement): void {
  announcements.push(announcement);
  if (announcements.length > KEPT) announcements.shift();
  for (const stream of streams) stream.write(frame(announcement));
}

function drain(): void {
  for (const stream of streams) {
    const wait = COME_BACK.first + Math.random() * (COME_BACK.last - COME_BACK.first);
    stream.end(`retry: ${Math.round(wait)}\n\n`);
  }
  // After the ends: what is still in use when close() is called keeps the process alive.
  server.close(() => process.exit(1));
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
      openStream(request, response);
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

server.on('connection', () => {
  connections++;
});
process.on('SIGTERM', drain);
server.listen(Number(process.env.PORT ?? 3000));
