// Plain callbacks, CRLF line ends, headers one by one, a retry that differs per client.
import * as http from 'node:http';

const streams: http.ServerResponse[] = [];
let over = false;

function broadcast(name: string, json: string): void {
  streams.forEach((stream) => {
    stream.write(`event:${name}\r\ndata:${json}\r\n\r\n`);
  });
}

function subscribe(response: http.ServerResponse): void {
  if (over) {
    response.statusCode = 204;
    response.end();
    return;
  }
  response.setHeader('cache-control', 'no-store, no-transform');
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  response.write(`:hello\r\nretry:${Math.floor(1500 + Math.random() * 2000)}\r\n\r\n`);
  streams.push(response);
  response.once('close', () => {
    streams.splice(streams.indexOf(response), 1);
  });
}

http
  .createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && url.pathname === '/events') return subscribe(response);
    if (request.method === 'GET' && url.pathname === '/stats') {
      response.end(JSON.stringify({ uptime: process.uptime(), clients: streams.length }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' && url.pathname === '/orders') {
        broadcast('order', Buffer.concat(chunks).toString());
        response.end('ok');
      } else if (request.method === 'POST' && url.pathname === '/finish') {
        over = true;
        broadcast('end', '"the shop is closed"');
        [...streams].forEach((stream) => {
          stream.end();
        });
        response.end('ok');
      } else {
        response.statusCode = 404;
        response.end('not found');
      }
    });
  })
  .listen(process.env.PORT ?? '3000');
