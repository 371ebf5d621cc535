// Web streams: a ReadableStream for each reader, as in a fetch handler, and a Request whose json() knows UTF-8.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import { frameComment, frameEvent } from './frame.ts';

const encoder = new TextEncoder();
const feeds = new Set<ReadableStreamDefaultController<Uint8Array>>();
let last = 0;

function feed(): ReadableStream<Uint8Array> {
  let own: ReadableStreamDefaultController<Uint8Array>;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      own = controller;
      feeds.add(controller);
      controller.enqueue(encoder.encode(frameComment('a feed')));
    },
    cancel() {
      feeds.delete(own);
    },
  });
}

async function pin(body: Promise<unknown>): Promise<Response> {
  const notice = await body.catch(() => null);
  const refused = new Response('No notice', { status: 400 });
  if (typeof notice !== 'object' || notice === null) return refused;
  const { topic, text }: { topic?: unknown; text?: unknown } = notice;
  const known = new Set<unknown>(['door', 'garden', 'kitchen']);
  if (typeof topic !== 'string' || !known.has(topic) || typeof text !== 'string') return refused;
  const bytes = encoder.encode(frameEvent({ event: topic, id: String(++last), data: text }));
  for (const controller of feeds) controller.enqueue(bytes);
  return new Response(null, { status: 202 });
}

function handle(method: string, path: string, json: () => Promise<unknown>): Response | Promise<Response> {
  if (method === 'GET' && path === '/events') {
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' };
    return new Response(feed(), { headers });
  }
  return method === 'POST' && path === '/notices' ? pin(json()) : new Response(null, { status: 404 });
}

createServer(async (request, response) => {
  const json = async () => {
    const decoder = new TextDecoder();
    let body = '';
    for await (const piece of request) body += decoder.decode(piece, { stream: true });
    return JSON.parse(body + decoder.decode());
  };
  const answer = await handle(request.method ?? '', request.url ?? '', json);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (!answer.body) {
    response.end();
    return;
  }
  const body = Readable.fromWeb(answer.body as NodeWebStream<Uint8Array>);
  response.on('close', () => body.destroy());
  body.pipe(response);
}).listen(Number(process.env.PORT ?? 3000));
