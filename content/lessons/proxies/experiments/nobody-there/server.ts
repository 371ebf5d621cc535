import { createServer } from 'node:http';

createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: 2000\ndata: ${process.env.NAME}\n\n`);
  const timer = setInterval(() => response.write(`data: ${process.env.NAME}\n\n`), 1000);
  response.on('close', () => clearInterval(timer));
}).listen(Number(process.env.PORT ?? 3000));
