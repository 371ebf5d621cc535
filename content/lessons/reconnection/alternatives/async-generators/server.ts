// Each stream is an async generator over a queue of its own.
import { EventEmitter, on } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

const shop = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
let clients = 0;
let open = true;

async function* blocks(signal: AbortSignal): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const [name, data] of on(shop, 'event', { signal })) {
    yield `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    if (name === 'end') return;
  }
}

async function stream(response: ServerResponse): Promise<void> {
  if (!open) {
    response.writeHead(204);
    response.end();
    return;
  }
  response.writeHead(200, { 'CONTENT-TYPE': 'text/event-stream', 'CACHE-CONTROL': 'no-cache, private' });
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  clients++;
  try {
    for await (const block of blocks(gone.signal)) response.write(block);
    response.end();
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    clients--;
  }
}

createServer(async (request, response) => {
  const body: Buffer[] = [];
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /events') return stream(response);
  for await (const chunk of request) body.push(chunk);
  if (route === 'GET /stats') return response.end(`{ "clients": ${clients} }`);
  if (route === 'POST /orders') {
    shop.emit('event', 'order', JSON.parse(Buffer.concat(body).toString('utf8')));
    return response.writeHead(201).end();
  }
  if (route === 'POST /finish') {
    open = false;
    shop.emit('event', 'end', null);
    return response.writeHead(200).end();
  }
  return response.writeHead(404, 'Not here').end();
}).listen({ port: Number(process.env.PORT || 3000) });
