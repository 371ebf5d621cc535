import { createServer, type ServerResponse } from 'node:http';

/** A tenth of nginx's 60 s, so that nobody has to wait. */
const PROXY_TIMEOUT_MS = 6000;

// What can be sent when there is nothing to say. Write your own.
const HEARTBEATS: Record<string, string> = {
  nothing: '',
  comment: ':\n\n',
  data: 'data:\n\n',
  named: 'event: heartbeat\ndata:\n\n',
  unfinished: 'event: heartbeat\n\n',
};

/** What a proxy does: it counts the time without a byte, and closes the connection in the middle of the response. */
function behindProxy(response: ServerResponse): (text: string) => void {
  const timer = setTimeout(() => response.destroy(), PROXY_TIMEOUT_MS);
  response.on('close', () => clearTimeout(timer));
  return (text) => {
    response.write(text);
    timer.refresh();
  };
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/events') {
    response.writeHead(404).end();
    return;
  }
  const heartbeat = HEARTBEATS[url.searchParams.get('heartbeat') ?? ''] ?? '';
  const everyMs = 1000 * Number(url.searchParams.get('every') ?? 2);

  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  const write = behindProxy(response);
  write('retry: 1000\n\n');
  if (heartbeat === '') return;
  const timer = setInterval(() => write(heartbeat), everyMs);
  response.on('close', () => clearInterval(timer));
}).listen(Number(process.env.PORT ?? 3000));
