// One interval for all clients, which runs only while there are any; heartbeats carry the time; names in another order.
import { createServer, type ServerResponse } from 'node:http';

const behindSince = new Map<ServerResponse, number | null>();
let heart: NodeJS.Timeout | undefined;

function beat(): void {
  const now = Date.now();
  for (const [client, since] of behindSince) {
    if (client.writableLength > 0) {
      behindSince.set(client, since ?? now);
      if (since !== null && now - since >= 30_000) client.destroy();
      continue;
    }
    behindSince.set(client, null);
    client.write(`data: {"now":${now}}\nevent: heartbeat\n\n`);
  }
}

const server = createServer();
server.on('request', (request, response) => {
  if (request.method === 'GET' && request.url === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': welcome\n\n');
    behindSince.set(response, null);
    heart ??= setInterval(beat, 12_000);
    response.on('close', () => {
      behindSince.delete(response);
      if (behindSince.size > 0) return;
      clearInterval(heart);
      heart = undefined;
    });
  } else if (request.method === 'POST' && request.url === '/orders') {
    let data = '';
    request.on('data', (chunk) => {
      data += chunk;
    });
    request.on('end', () => {
      for (const client of behindSince.keys()) client.write(`event: order\ndata: ${data}\n\n`);
      response.writeHead(204).end();
    });
  } else if (request.method === 'GET' && request.url === '/stats') {
    response.end(JSON.stringify({ clients: behindSince.size }));
  } else {
    response.writeHead(404).end();
  }
});
server.listen(process.env.PORT ?? 3000);
