import { createServer, get } from 'node:http';

/** A phone in a tunnel: it asks for the stream and reads nothing of it. When it is cut off it comes back. */
function connect(): void {
  const request = get('http://localhost:3001/events?name=stuck', (response) => {
    response.pause();
    response.on('error', () => {});
  });
  // Who does not read learns of the end only by writing. An empty line before the next request means nothing.
  const probe = setInterval(() => request.socket?.write('\r\n'), 1_000);
  request.on('error', () => {});
  request.on('close', () => {
    clearInterval(probe);
    setTimeout(connect, 500);
  });
}

// It is a process with a port like the others.
createServer((_request, response) => response.end()).listen(Number(process.env.PORT ?? 3000), connect);
