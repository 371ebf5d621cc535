import { createServer } from 'node:http';

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/events') {
    response.writeHead(404).end();
    return;
  }
  // Try your own value here: what does the browser make of 1500.5, or of 1e3?
  const retry = url.searchParams.get('retry');

  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  if (retry) response.write(`retry: ${retry}\n\n`);
  response.write('data: hello and goodbye\n\n');
  // A clean end. The browser takes it for a lost connection all the same.
  setTimeout(() => response.end(), 300);
}).listen(Number(process.env.PORT ?? 3000));
