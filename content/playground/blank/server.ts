import { createServer, type ServerResponse } from 'node:http';

const streams = new Set<ServerResponse>();

const server = createServer((request, response) => {
  if (request.url !== '/events') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  // A comment: sends the headers now, and Firefox fires `open` only at the first byte.
  response.write(':\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
});

function send(text: string): void {
  for (const stream of streams) stream.write(text);
}

setInterval(() => send(`data: ${new Date().toISOString()}\n\n`), 1000);

// Proxies cut a stream that is silent for a minute.
setInterval(() => send(': heartbeat\n\n'), 15_000);

server.listen(Number(process.env.PORT ?? 3000));
