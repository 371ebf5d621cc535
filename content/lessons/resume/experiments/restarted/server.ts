import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

interface Client {
  response: ServerResponse;
  /** What comes before the number in its ids. */
  prefix: string;
}

/** Another one each time that this program starts. */
const run = randomBytes(2).toString('hex');
const clients = new Set<Client>();
let last = 0;

function write({ response, prefix }: Client, number: number): void {
  response.write(`id: ${prefix}${number}\ndata: news number ${number} since the start\n\n`);
}

setInterval(() => {
  last++;
  for (const client of clients) write(client, last);
}, 1000);

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/events') {
    response.writeHead(404).end();
    return;
  }
  const client = { response, prefix: url.searchParams.get('ids') === 'run' ? `${run}-` : '' };
  const cursor = String(request.headers['last-event-id'] ?? `${client.prefix}${last}`);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 1000\n\n');

  if (cursor.startsWith(client.prefix)) {
    // Nothing is kept back: everything since the start can be replayed.
    for (let number = Number(cursor.slice(client.prefix.length)) + 1; number <= last; number++) write(client, number);
  } else {
    response.write(`id: ${client.prefix}${last}\nevent: reset\ndata: {}\n\n`);
  }
  clients.add(client);
  response.on('close', () => clients.delete(client));
}).listen(Number(process.env.PORT ?? 3000));
