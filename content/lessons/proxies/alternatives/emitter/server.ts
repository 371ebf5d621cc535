import { EventEmitter, on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const bus = new EventEmitter().setMaxListeners(0);
const leaving = new AbortController();
const kept = new Map<number, string>();
let streams = 0;
let connections = 0;

async function* listen(cursor: string | undefined, gone: AbortSignal): AsyncGenerator<string> {
  // Listen first: nothing may fall between what was kept and what is new.
  const news = on(bus, 'news', { signal: AbortSignal.any([gone, leaving.signal]) });
  yield ': welcome\n\n';
  if (cursor !== undefined) {
    for (const [id, text] of kept) if (id > Number(cursor)) yield text;
  }
  try {
    for await (const [text] of news) yield text;
  } catch {
    // Aborted: the client has left, or this instance is about to.
  }
  yield `retry: ${1000 + Math.trunc(Math.random() * 9000)}\n\n`;
}

async function events(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  streams++;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' });
  const cursor = request.headers['last-event-id'];
  await pipeline(
    Readable.from(listen(typeof cursor === 'string' ? cursor : undefined, gone.signal), { objectMode: true }),
    response,
  ).catch(() => {});
  streams--;
}

setInterval(() => bus.emit('news', ': beat\n\n'), 12_000).unref();

const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void | Promise<void>> = {
  'GET /events': events,
  'GET /timetable': (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify(Array.from({ length: 100 }, (__, index) => ({ train: index, to: 'Lyon', platform: 4 }))),
    );
  },
  'GET /stats': (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ streams, connections }));
  },
  'POST /announcements': async (request, response) => {
    const announcement = (await json(request)) as { id: number; text: string };
    const text = `id: ${announcement.id}\nevent: announcement\ndata: ${JSON.stringify(announcement)}\n\n`;
    kept.set(announcement.id, text);
    for (const oldest of kept.keys()) if (kept.size > 100) kept.delete(oldest);
    bus.emit('news', text);
    response.writeHead(200).end('ok');
  },
};

const server = createServer((request, response) => {
  const route = routes[`${request.method} ${request.url}`];
  if (route) void route(request, response);
  else response.writeHead(404).end();
}).on('connection', () => {
  connections++;
});
server.listen(Number(process.env.PORT ?? 3000));

await once(process, 'SIGTERM');
leaving.abort();
server.close();
// A response that has just ended keeps its connection for a moment.
setTimeout(() => server.closeIdleConnections(), 1_000);
