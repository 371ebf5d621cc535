import { createServer } from 'node:http';

let streams = 0;

createServer((request, response) => {
  if (request.url === '/ticks') {
    streams++;
    response.on('close', () => streams--);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const send = () => response.write(`data: ${JSON.stringify({ time: Date.now(), streams })}\n\n`);
    send();
    const timer = setInterval(send, 500);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/hello') {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' }).end('hello');
  } else response.writeHead(404).end();
}).listen(Number(process.env.PORT ?? 3000));
