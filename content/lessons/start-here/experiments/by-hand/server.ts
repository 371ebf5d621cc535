import { createServer, type ServerResponse } from 'node:http';

const clients = new Set<ServerResponse>();

createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write('retry: 500\n\n');
      clients.add(response);
      response.on('close', () => clients.delete(response));
      break;
    case 'POST /bytes':
      // What you wrote goes out byte for byte. Nothing is added, not even a line end.
      for await (const piece of request) for (const client of clients) client.write(piece);
      response.writeHead(202).end();
      break;
    case 'POST /end':
      for (const client of clients) client.end();
      response.writeHead(202).end();
      break;
    default:
      response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
