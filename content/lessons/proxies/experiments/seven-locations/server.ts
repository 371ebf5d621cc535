import { createServer } from 'node:http';

const EVERY_MS = 200;

createServer((request, response) => {
  const [, path, value] = (request.url ?? '').split('/');
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    // Nobody but nginx reads it, and it takes it out.
    ...(path === 'accel' && value ? { 'X-Accel-Buffering': value } : {}),
  });
  response.write('retry: 1000\n\n');
  const timer = setInterval(() => response.write(`data: ${Date.now()}\n\n`), EVERY_MS);
  response.on('close', () => clearInterval(timer));
}).listen(Number(process.env.PORT ?? 3000));
