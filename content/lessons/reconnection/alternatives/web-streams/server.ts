// A ReadableStream per client, as in a fetch handler, pumped into Node's response.
import { createServer, type ServerResponse } from 'node:http';

const encoder = new TextEncoder();
const feeds = new Set<ReadableStreamDefaultController<Uint8Array>>();
let finished = false;

function feed(): ReadableStream<Uint8Array> {
  let mine: ReadableStreamDefaultController<Uint8Array>;
  return new ReadableStream({
    start(controller) {
      mine = controller;
      feeds.add(controller);
      controller.enqueue(encoder.encode('retry: 3000\n\n'));
    },
    cancel() {
      feeds.delete(mine);
    },
  });
}

function send(event: string, data: unknown): void {
  const bytes = encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  for (const controller of feeds) controller.enqueue(bytes);
}

function finish(): void {
  finished = true;
  send('end', { bye: true });
  for (const controller of feeds) controller.close();
  feeds.clear();
}

async function pump(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = stream.getReader();
  response.on('close', () => reader.cancel());
  for (let next = await reader.read(); !next.done; next = await reader.read()) response.write(next.value);
  response.end();
}

async function handle(method: string, path: string, body: string): Promise<Response> {
  if (method === 'GET' && path === '/events') {
    if (finished) return new Response(null, { status: 204 });
    return new Response(feed(), { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
  }
  if (method === 'GET' && path === '/stats') return Response.json({ clients: feeds.size });
  if (method === 'POST' && path === '/orders') send('order', JSON.parse(body));
  else if (method === 'POST' && path === '/finish') finish();
  else return new Response('not found', { status: 404 });
  return new Response(null, { status: 202 });
}

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = await handle(request.method ?? '', request.url ?? '', body);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pump(answer.body, response);
  else response.end();
}).listen(Number(process.env.PORT ?? 3000));
