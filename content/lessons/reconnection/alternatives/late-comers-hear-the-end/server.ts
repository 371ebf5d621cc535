// Whoever comes after the end hears the end event too, with status 200, so that a client of ours knows why.
import { createServer, type ServerResponse } from 'node:http';

interface Block {
  event: string;
  data: string;
}

const clients = new Set<ServerResponse>();
let last: Block | null = null;

const write = (to: ServerResponse, { event, data }: Block) => to.write(`event: ${event}\ndata: ${data}\n\n`);

const server = createServer();
server.on('request', (request, response) => {
  if (request.method === 'GET' && request.url === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write('retry: 10000\n\n');
    if (last) {
      write(response, last);
      response.end();
      return;
    }
    clients.add(response);
    response.on('close', () => clients.delete(response));
  } else if (request.method === 'GET' && request.url === '/stats') {
    response.end(JSON.stringify({ clients: clients.size }));
  } else if (request.method === 'POST' && request.url === '/orders') {
    let data = '';
    request.on('data', (chunk) => {
      data += chunk;
    });
    request.on('end', () => {
      for (const client of clients) write(client, { event: 'order', data });
      response.writeHead(204).end();
    });
  } else if (request.method === 'POST' && request.url === '/finish') {
    last = { event: 'end', data: 'true' };
    for (const client of clients) {
      write(client, last);
      client.end();
    }
    response.writeHead(204).end();
  } else {
    response.writeHead(404).end();
  }
});
server.listen(process.env.PORT ?? 3000);
