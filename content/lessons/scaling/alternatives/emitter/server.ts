import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, append, disconnect, type Entry, follow, isAfter, newest } from './bus.ts';

const auction = new EventEmitter<{ bid: [Entry]; end: [] }>();
auction.setMaxListeners(0);
const limit = process.env.MAX_STREAMS ? Number(process.env.MAX_STREAMS) : 5_000;
let open = 0;

function events(request: IncomingMessage, response: ServerResponse): void {
  if (open >= limit) {
    response.statusCode = 503;
    response.end();
    return;
  }
  open++;
  const early: Entry[] = [];
  const keep = (entry: Entry) => early.push(entry);
  let last = '0-0';
  const send = ({ id, data }: Entry) => {
    if (!isAfter(id, last)) return;
    last = id;
    // Who has half a megabyte waiting gets no more.
    if (response.writableLength > 500_000) response.destroy();
    else response.write(`: bid\nid: ${id}\nevent: bid\ndata: ${data}\n\n`);
  };
  // Spread over two seconds, so that not all sockets close in the same moment.
  const bye = () => {
    setTimeout(() => response.end(`retry: ${1_000 + Math.floor(Math.random() * 9_000)}\n\n`), Math.random() * 2_000);
  };
  auction.on('bid', keep).once('end', bye);
  response.on('close', () => {
    open--;
    auction.off('bid', keep).off('bid', send).off('end', bye);
  });

  const cursor = request.headers['last-event-id'] ?? '';
  const missed = cursor ? after(String(cursor)) : Promise.resolve([]);
  missed
    .then(async (entries) => ({ entries, place: entries ? String(cursor) : await newest() }))
    .then(({ entries, place }) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' });
      response.write('event: hello\ndata: you are welcome\n\n');
      if (!entries) response.write(`id: ${place}\nevent: reset\ndata:\n\n`);
      last = place || last;
      for (const entry of entries ?? []) send(entry);
      early.forEach(send);
      auction.off('bid', keep).on('bid', send);
    })
    .catch(() => response.destroy());
}

const server = createServer((request, response) => {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /events') events(request, response);
  else if (route === 'GET /stats') response.end(JSON.stringify({ streams: open }));
  else if (route === 'POST /bids') {
    text(request)
      .then((body) => append(JSON.stringify(JSON.parse(body))))
      .then(
        () => response.writeHead(204).end(),
        () => response.writeHead(503).end(),
      );
  } else response.writeHead(404).end();
});

process.on('SIGTERM', () => {
  auction.emit('end');
  server.close(() => {
    disconnect();
    process.exit(0);
  });
});

follow((entry) => auction.emit('bid', entry)).catch(() => process.exit(1));
server.listen(Number(process.env.PORT ?? 3000));
