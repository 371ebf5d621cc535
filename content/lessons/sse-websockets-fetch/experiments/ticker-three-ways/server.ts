import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';

interface Count {
  /** Bytes of the price itself, as JSON. */
  payload: number;
  /** Bytes on the connection before the first price: status line, headers, handshake. */
  before: number;
  /** Bytes on the connection since then. */
  bytes: number;
  messages: number;
}

const counts: Record<string, Count> = {};
let price = 100;

/** Sends a price with `send` five times a second, and counts what that puts on the connection. */
function tick(way: string, socket: Socket, send: (json: string) => void): void {
  const count: Count = { payload: 0, before: 0, bytes: 0, messages: 0 };
  counts[way] = count;
  const timer = setInterval(() => {
    // Everything before the first price has left by now.
    if (count.messages === 0) count.before = socket.bytesWritten;
    const json = JSON.stringify({ symbol: 'SSE', price: price.toFixed(2) });
    send(json);
    count.messages++;
    count.payload += json.length;
    setImmediate(() => {
      count.bytes = socket.bytesWritten - count.before;
    });
  }, 200);
  socket.on('close', () => clearInterval(timer));
}

setInterval(() => {
  price = Math.min(999, Math.max(100, price + Math.random() * 2 - 0.9));
}, 200);

const server = createServer((request, response) => {
  switch (request.url) {
    case '/events':
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(': hello\n\n');
      tick('eventSource', request.socket, (json) => response.write(`data: ${json}\n\n`));
      return;
    case '/lines':
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
      response.write('\n');
      tick('fetchStream', request.socket, (json) => response.write(`${json}\n`));
      return;
    case '/counts':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(counts));
      return;
    default:
      response.writeHead(404).end();
  }
});

new WebSocketServer({ server, path: '/socket' }).on('connection', (socket, request) => {
  tick('webSocket', request.socket, (json) => socket.send(json));
  socket.on('error', () => {});
});

server.listen(Number(process.env.PORT ?? 3000));
