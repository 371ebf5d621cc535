import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

const clients = new Set<ServerResponse>();
setInterval(() => {
  for (const client of clients) client.write(':\n\n');
}, 15_000);

createServer(async (request, response) => {
  if (request.method === 'POST') {
    const order = await text(request);
    for (const client of clients) client.write(`event: order\ndata: ${order}\n\n`);
    response.writeHead(202).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: 1000\nevent: hello\ndata: ${process.env.NAME}\n\n`);
  clients.add(response);
  response.on('close', () => clients.delete(response));
}).listen(Number(process.env.PORT ?? 3000));
