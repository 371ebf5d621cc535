import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { generate, stats } from './model.ts';

let open = 0;

/** As a server with Request and Response would do it, with an adapter to node:http below. */
async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/stats') return Response.json(stats);
  if (pathname !== '/completions' || request.method !== 'POST') return new Response(null, { status: 404 });
  if (request.headers.get('authorization') !== 'Bearer polly') return problem(401, 'Unauthorized');
  const { prompt } = Object(await request.json().catch(() => null));
  if (typeof prompt !== 'string' || !prompt.trim()) return problem(400, 'Bad prompt');
  if (open === 4) return problem(429, 'Busy', { 'Retry-After': '10' });
  open++;
  let closed = false;
  const leave = () => {
    if (!closed) open--;
    closed = true;
  };
  request.signal.addEventListener('abort', leave);
  const answer = generate(prompt, { signal: request.signal });
  let first: IteratorResult<string>;
  try {
    first = await answer.next();
  } catch (error) {
    leave();
    return problem(503, error instanceof Error ? error.message : 'failed');
  }
  const body = new ReadableStream<string>(
    {
      async start(controller) {
        if (!first.done) controller.enqueue(frame('token', { text: first.value }));
      },
      async pull(controller) {
        try {
          const { done, value } = await answer.next();
          if (!done) {
            count++;
            controller.enqueue(frame('token', { text: value }));
            return;
          }
          controller.enqueue(frame('done', { tokens: count }));
        } catch (error) {
          if (request.signal.aborted) return;
          controller.enqueue(frame('error', { message: error instanceof Error ? error.message : 'failed' }));
        }
        leave();
        controller.close();
      },
      async cancel() {
        leave();
        await answer.return(undefined);
      },
    },
    { highWaterMark: 2 },
  );
  let count = 1;
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  });
}

const frame = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const problem = (status: number, message: string, headers = {}) =>
  Response.json({ error: { message } }, { status, headers });

createServer(async (incoming, outgoing) => {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' ? null : await text(incoming);
  const url = `http://localhost${incoming.url}`;
  const response = await handle(new Request(url, { method, body, headers, signal: gone.signal }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => {});
}).listen(process.env.PORT);
