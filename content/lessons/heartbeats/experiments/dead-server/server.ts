import { createServer, type ServerResponse } from 'node:http';

const clients = new Set<ServerResponse>();
let count = 0;
let heartbeat = 'event: heartbeat\ndata:\n\n';

setInterval(() => {
  for (const client of clients) client.write(heartbeat);
}, 1000);

setInterval(() => {
  count++;
  for (const client of clients) client.write(`data: event ${count}\n\n`);
}, 7000);

createServer((request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write(heartbeat);
      clients.add(response);
      response.on('close', () => clients.delete(response));
      break;
    case 'POST /pull':
      // Nothing comes over these connections any more, and nobody closes them: so does a cable look that was pulled.
      clients.clear();
      response.writeHead(202).end();
      break;
    case 'POST /comments':
      heartbeat = ':\n\n';
      response.writeHead(202).end();
      break;
    case 'POST /named':
      heartbeat = 'event: heartbeat\ndata:\n\n';
      response.writeHead(202).end();
      break;
    default:
      response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
