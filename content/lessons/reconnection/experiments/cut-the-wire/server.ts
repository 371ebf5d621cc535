import { createServer, type ServerResponse } from 'node:http';

const clients = new Set<ServerResponse>();
let id = 0;

// One event every second. No retry: line, so the browser decides how long it waits.
setInterval(() => {
  id++;
  for (const client of clients) client.write(`id: ${id}\ndata: event ${id}\n\n`);
}, 1000);

createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/events') {
    const resumeFrom = request.headers['last-event-id'] ?? 'none';
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(`event: hello\ndata: ${resumeFrom}\n\n`);
    clients.add(response);
    response.on('close', () => clients.delete(response));
  } else if (request.method === 'POST' && request.url === '/cut') {
    // The socket goes away in the middle of the response, as when a proxy gives up on it.
    for (const client of clients) client.destroy();
    response.writeHead(202).end();
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
