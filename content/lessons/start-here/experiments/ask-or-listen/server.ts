import { createServer, type ServerResponse } from 'node:http';

const listeners = new Set<ServerResponse>();
let latest = { number: 0, calledAt: 0 };

/** The next number is called: some time between 1 and 7 seconds from now. */
function callNext(): void {
  latest = { number: latest.number + 1, calledAt: Date.now() };
  for (const listener of listeners) listener.write(`data: ${JSON.stringify(latest)}\n\n`);
  setTimeout(callNext, 1000 + Math.random() * 6000);
}
callNext();

createServer((request, response) => {
  if (request.url === '/latest') {
    // Whoever asks gets the same answer until something happens.
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(latest));
  } else if (request.url === '/events') {
    // The same headers and a body, but no end().
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(': hello\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
