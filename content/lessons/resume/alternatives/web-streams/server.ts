// A ReadableStream per client, as in a fetch handler. The log is an array of formatted text, trimmed in blocks.
import { createServer, type ServerResponse } from 'node:http';

const encoder = new TextEncoder();
const born = process.hrtime.bigint().toString(16) + Date.now().toString(16);
let dropped = 0;
let log: Uint8Array[] = [];
const taps = new Set<ReadableStreamDefaultController<Uint8Array>>();
const state = new Map<number, unknown>();

const total = () => dropped + log.length;
const idAt = (position: number) => `${born}_${position}`;

function add(name: string, data: unknown): void {
  const bytes = encoder.encode(`id: ${idAt(total() + 1)}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  log.push(bytes);
  if (log.length > 150) {
    log = log.slice(90);
    dropped += 90;
  }
  for (const tap of taps) tap.enqueue(bytes);
}

function feed(cursor: string): ReadableStream<Uint8Array> {
  let mine: ReadableStreamDefaultController<Uint8Array>;
  return new ReadableStream({
    start(controller) {
      mine = controller;
      controller.enqueue(encoder.encode('retry: 3000\n\n'));
      const [run, position = ''] = cursor.split('_');
      const good = run === born && /^\d+$/.test(position) && Number(position) <= total() && Number(position) >= dropped;
      if (good) for (const bytes of log.slice(Number(position) - dropped)) controller.enqueue(bytes);
      else if (cursor !== '') controller.enqueue(encoder.encode(`id: ${idAt(total())}\nevent: reset\ndata\n\n`));
      taps.add(controller);
    },
    cancel() {
      taps.delete(mine);
    },
  });
}

async function pump(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = stream.getReader();
  response.on('close', () => reader.cancel());
  for (let next = await reader.read(); !next.done; next = await reader.read()) response.write(next.value);
  response.end();
}

async function handle(request: Request, body: string): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case 'GET /events': {
      const cursor = request.headers.get('last-event-id') || searchParams.get('lastEventId') || '';
      return new Response(feed(cursor), {
        headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
      });
    }
    case 'GET /orders':
      return Response.json({ lastEventId: idAt(total()), orders: [...state.values()] });
    case 'POST /orders':
      state.set(JSON.parse(body).order, JSON.parse(body));
      add('order', JSON.parse(body));
      return new Response(null, { status: 202 });
    case 'POST /notes':
      add('note', JSON.parse(body));
      return new Response(null, { status: 202 });
    default:
      return new Response('not found', { status: 404 });
  }
}

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const url = `http://localhost${request.url}`;
  const answer = await handle(new Request(url, { method: request.method ?? 'GET', headers }), body);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pump(answer.body, response);
  else response.end();
}).listen(Number(process.env.PORT ?? 3000));
