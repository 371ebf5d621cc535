import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

interface Line {
  id: number;
  from: string;
  text: string;
}

const lines: Line[] = [];
const listeners = new Set<(line: Line) => void>();
const connections = new Set<Duplex>();

function say(from: string, text: string): void {
  const line = { id: lines.length + 1, from, text };
  lines.push(line);
  for (const listener of listeners) listener(line);
}

/** One room, whichever way a line comes and goes. */
function listen(connection: Duplex, listener: (line: Line) => void): void {
  connections.add(connection);
  listeners.add(listener);
  connection.on('close', () => {
    connections.delete(connection);
    listeners.delete(listener);
  });
}

async function read(request: IncomingMessage): Promise<{ from: string; text: string }> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    // 1. Server-Sent Events one way, POST the other.
    case 'GET /events': {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write('retry: 1000\n\n');
      const send = (line: Line) => response.write(`id: ${line.id}\ndata: ${JSON.stringify(line)}\n\n`);
      const cursor = request.headers['last-event-id'];
      if (cursor !== undefined) for (const line of lines.slice(Number(cursor))) send(line);
      listen(request.socket, send);
      return;
    }
    // 3. The same for fetch: a line of JSON for each line of the chat.
    case 'GET /lines':
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
      response.write('\n');
      listen(request.socket, (line) => response.write(`${JSON.stringify(line)}\n`));
      return;
    case 'POST /lines': {
      const { from, text } = await read(request);
      say(from, text);
      response.writeHead(204).end();
      return;
    }
    case 'POST /cut':
      response.writeHead(204).end();
      for (const connection of connections) connection.destroy();
      return;
    default:
      response.writeHead(404).end();
  }
});

// 2. A WebSocket, both ways.
new WebSocketServer({ server, path: '/socket' }).on('connection', (socket, request) => {
  listen(request.socket, (line) => socket.send(JSON.stringify(line)));
  socket.on('message', (data) => say('WebSocket', String(data)));
  socket.on('error', () => {});
});

let hour = 0;
setInterval(() => say('the clock', `It is ${(hour++ % 12) + 1} o’clock`), 1500);

server.listen(Number(process.env.PORT ?? 3000));
