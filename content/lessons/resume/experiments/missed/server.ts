import { createServer, type ServerResponse } from 'node:http';

interface Client {
  response: ServerResponse;
  /** `nothing`, `ids`, or `replay`. */
  way: string;
}

const clients = new Set<Client>();
let last = 0;

function write({ response, way }: Client, number: number): void {
  if (way !== 'nothing') response.write(`id: ${number}\n`);
  response.write(`data: ${number}\n\n`);
}

setInterval(() => {
  last++;
  for (const client of clients) write(client, last);
}, 500);

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST' && url.pathname === '/cut') {
    for (const { response } of clients) response.destroy();
    response.writeHead(202).end();
  } else if (request.method === 'GET' && url.pathname === '/events') {
    const cursor = Number(request.headers['last-event-id'] ?? last);
    const client = { response, way: url.searchParams.get('way') ?? 'nothing' };
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write('retry: 2000\n\n');
    if (client.way === 'replay') for (let number = cursor + 1; number <= last; number++) write(client, number);
    clients.add(client);
    response.on('close', () => clients.delete(client));
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
