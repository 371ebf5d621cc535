import { createServer } from 'node:http';

/** A stream with a heartbeat every 15 s, and the virtual time of each. With LEAK its timer outlives the client. */
createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(': hello\n\n');
  const timer = setInterval(() => response.write(`: ${Date.now() - Date.UTC(2026, 0, 1)}\n\n`), 15_000);
  response.on('close', () => {
    if (!process.env.LEAK) clearInterval(timer);
  });
}).listen(Number(process.env.PORT));
