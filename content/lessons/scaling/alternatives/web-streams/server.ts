import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, append, disconnect, type Entry, follow, isAfter, newest } from './bus.ts';

// A ReadableStream for each client. Its queue is measured in bytes, and is what waits.

const LIMIT_BYTES = 500_000;
const encoder = new TextEncoder();

interface Client {
  hear(entry: Entry): void;
  bye(): void;
}

const clients = new Set<Client>();

async function openStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let last = '0-0';
  let held: Entry[] | null = [];
  const stream = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: LIMIT_BYTES }),
  );
  const write = (text: string) => {
    if (!controller || response.destroyed) return;
    if ((controller.desiredSize ?? 0) <= 0) response.destroy();
    else controller.enqueue(encoder.encode(text));
  };
  const send = ({ id, data }: Entry) => {
    if (!isAfter(id, last)) return;
    last = id;
    write(`id: ${id}\r\nevent: bid\r\ndata: ${data}\r\n\r\n`);
  };
  const client: Client = {
    hear: (entry) => (held ? held.push(entry) : send(entry)),
    bye() {
      write(`retry: ${1_000 + Math.floor(Math.random() * 9_001)}\r\n\r\n`);
      controller?.close();
    },
  };
  clients.add(client);
  const beat = setInterval(() => write(':\r\n\r\n'), 20_000);
  response.on('close', () => {
    clearInterval(beat);
    clients.delete(client);
  });

  const cursor = String(request.headers['last-event-id'] ?? '');
  const missed = cursor === '' ? [] : await after(cursor);
  const place = missed === null ? await newest() : cursor;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  write('retry: 2000\r\n\r\n');
  if (missed === null) write(`event: reset\r\ndata: {}\r\nid: ${place}\r\n\r\n`);
  last = place || last;
  for (const entry of [...(missed ?? []), ...held]) send(entry);
  held = null;
  await pump(stream, response);
}

/** Hands over one piece after the other, each when the one before was taken. */
async function pump(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  for await (const bytes of stream) {
    if (response.destroyed) return;
    if (response.write(bytes)) continue;
    await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /events' && clients.size < Number(process.env.MAX_STREAMS ?? 5_000)) {
    return openStream(request, response);
  }
  if (route === 'GET /events') {
    response.writeHead(503, { Connection: 'close' }).end();
    return;
  }
  if (route === 'POST /bids') {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    await append(JSON.stringify(JSON.parse(body)));
    response.end('ok');
  } else if (route === 'GET /stats') response.end(JSON.stringify({ streams: clients.size }));
  else response.writeHead(404).end();
}

const server = createServer((request, response) => {
  respond(request, response).catch(() => {
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  });
});

process.on('SIGTERM', () => {
  for (const client of clients) client.bye();
  server.close(disconnect);
});
void follow((entry) => {
  for (const client of clients) client.hear(entry);
});
server.listen(Number(process.env.PORT ?? 3000));
