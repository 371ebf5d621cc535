import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createClient } from 'redis';

const clients = new Set<ServerResponse>();
const publisher = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);
await subscriber.subscribe('orders', (message) => {
  for (const client of clients) client.write(`event: order\ndata: ${message}\n\n`);
});
createServer(async (request, response) => {
  if (request.method === 'POST') {
    await publisher.publish('orders', await text(request));
    response.writeHead(202).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: 1000\nevent: hello\ndata: ${process.env.NAME}\n\n`);
  clients.add(response);
  response.on('close', () => clients.delete(response));
}).listen(Number(process.env.PORT ?? 3000));
