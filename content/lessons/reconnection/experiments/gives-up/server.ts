import { createServer, type ServerResponse } from 'node:http';

const OUTAGE_MS = 5000;

const clients = new Set<ServerResponse>();
let healthy = true;
let count = 0;

setInterval(() => {
  count++;
  for (const client of clients) client.write(`data: event ${count}\n\n`);
}, 1000);

createServer((request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'POST /fail':
      // A deploy, as a proxy shows it: the old server is gone, and until the new one is up the answer is 503.
      healthy = false;
      setTimeout(() => {
        healthy = true;
      }, OUTAGE_MS);
      for (const client of clients) client.end();
      response.writeHead(202).end();
      break;
    case 'GET /health':
      response.writeHead(healthy ? 204 : 503).end();
      break;
    case 'GET /events':
      if (!healthy) {
        response.writeHead(503, { 'Retry-After': '5' }).end();
        break;
      }
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write('retry: 1000\n\n');
      clients.add(response);
      response.on('close', () => clients.delete(response));
      break;
    default:
      response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
