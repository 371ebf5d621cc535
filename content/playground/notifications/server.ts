import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Notification {
  id: number;
  text: string;
}

/** The last of them, for each user. */
const KEPT = 100;
const sent = new Map<string, Notification[]>();
const streams = new Map<string, Set<ServerResponse>>();
let lastId = 0;

function frame({ id, text }: Notification): string {
  return `id: ${id}\nevent: notification\ndata: ${JSON.stringify({ id, text })}\n\n`;
}

/** Sends first what this user got after `lastEventId`, then what is new. A user is known by a session, in real life. */
function openStream(user: string, lastEventId: string | undefined, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 1000\n\n');
  const after = Number(lastEventId ?? 0);
  for (const notification of sent.get(user) ?? []) {
    if (notification.id > after) response.write(frame(notification));
  }
  const own = streams.get(user) ?? new Set();
  streams.set(user, own.add(response));
  response.on('close', () => {
    own.delete(response);
    if (own.size === 0) streams.delete(user);
  });
}

function notify(user: string, text: string): void {
  const notification = { id: ++lastId, text };
  sent.set(user, [...(sent.get(user) ?? []), notification].slice(-KEPT));
  // Every tab of theirs, and nobody else's.
  for (const stream of streams.get(user) ?? []) stream.write(frame(notification));
}

async function readText(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  return body;
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const user = searchParams.get('user') ?? '';
  if (request.method === 'GET' && pathname === '/notifications' && user !== '') {
    const lastEventId = request.headers['last-event-id'];
    openStream(user, Array.isArray(lastEventId) ? lastEventId[0] : lastEventId, response);
  } else if (request.method === 'POST' && pathname === '/notifications' && user !== '') {
    notify(user, await readText(request));
    response.writeHead(202).end();
  } else response.writeHead(404).end();
});

setInterval(() => {
  for (const stream of [...streams.values()].flatMap((own) => [...own])) stream.write(': heartbeat\n\n');
}, 15_000);

server.listen(Number(process.env.PORT ?? 3000));
