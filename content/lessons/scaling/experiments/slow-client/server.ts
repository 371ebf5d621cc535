import { createServer, type ServerResponse } from 'node:http';

const LIMIT = 1024 * 1024;
const EVERY_MS = 100;
/** A picture of the lot, say. */
const NOTE = 'x'.repeat(64 * 1024);

type Policy = 'write on' | 'drop events' | 'disconnect';

let policy: Policy = 'write on';
let dropped = 0;
let cut = 0;
const clients = new Map<ServerResponse, string>();
const watchers = new Set<ServerResponse>();

function send(response: ServerResponse, bytes: Buffer): void {
  if (policy === 'drop events' && response.writableLength > LIMIT) {
    dropped++;
    return;
  }
  response.write(bytes);
  if (policy === 'disconnect' && response.writableLength > LIMIT) {
    cut++;
    response.destroy();
  }
}

setInterval(() => {
  // Encoded once; every client's queue holds the same bytes.
  const bytes = Buffer.from(`data: {"at":${Date.now()},"note":"${NOTE}"}\n\n`);
  for (const response of clients.keys()) send(response, bytes);
  const queued = [...clients].map(([response, name]) => ({ name, bytes: response.writableLength }));
  const line = `event: queues\ndata: ${JSON.stringify({ queued, dropped, cut })}\n\n`;
  for (const watcher of watchers) watcher.write(line);
}, EVERY_MS);

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/policy') {
    const wanted = searchParams.get('is');
    if (wanted === 'write on' || wanted === 'drop events' || wanted === 'disconnect') policy = wanted;
    // From the beginning: the stuck one comes back after a second.
    for (const [client, name] of clients) if (name === 'stuck') client.destroy();
    dropped = 0;
    cut = 0;
    response.writeHead(204).end();
  } else if (pathname === '/events' || pathname === '/queues') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write('retry: 1000\n\n');
    if (pathname === '/queues') watchers.add(response);
    else clients.set(response, searchParams.get('name') ?? 'reads');
    response.on('close', () => {
      watchers.delete(response);
      clients.delete(response);
    });
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
