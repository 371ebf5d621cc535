import { createServer, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { generate, stats } from './model.ts';

const KEYS = new Set(['polly']);
const running = new Set<ServerResponse>();

async function* frames(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield '\uFEFFretry: 1000\n\n';
  let count = 1;
  yield frame('token', { text: first, probability: 1 }, count);
  try {
    for await (const next of rest) yield frame('token', { text: next, probability: 1 }, ++count);
    yield frame('done', { tokens: count, finish: 'stop' }, 0);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    yield frame('error', { message: error instanceof Error ? error.message : 'failed' }, 0);
  }
}

function frame(name: string, data: object, id: number): string {
  // JSON in ASCII: no letter can be split.
  const ascii = JSON.stringify(data).replace(
    /[\u0080-\uFFFF]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `: ${name}\n${id > 0 ? `id: ${id}\n` : ''}event: ${name}\ndata: ${ascii}\n\n`;
}

createServer(async (request, response) => {
  const controller = new AbortController();
  response.on('close', () => {
    running.delete(response);
    controller.abort();
  });
  const fail = (status: number, message: string) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'retry-after': 1 })
      .end(`{"error":{"message":"${message}"}}`);
  try {
    if (request.method === 'GET' && request.url === '/stats') return void response.end(JSON.stringify(stats));
    if (request.method !== 'POST' || request.url !== '/completions') return void fail(404, 'not here');
    const body = await text(request);
    if (!KEYS.has(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''))
      return void fail(401, 'no key');
    let prompt: unknown = null;
    try {
      prompt = JSON.parse(body).prompt;
    } catch {}
    if (typeof prompt !== 'string' || prompt.trim() === '') return void fail(400, 'no prompt');
    if (running.size > 3) return void fail(429, 'too many');
    running.add(response);
    const answer = generate(prompt, { signal: controller.signal });
    const { value } = await answer.next();
    response.writeHead(200, {
      'Content-Type': 'text/event-stream;charset=UTF-8',
      'Cache-Control': 'no-cache',
      'X-Accel-Buffering': 'no',
      Vary: 'Authorization',
    });
    await pipeline(Readable.from(frames(value, answer), { highWaterMark: 1 }), response, { signal: controller.signal });
  } catch (error) {
    if (controller.signal.aborted || response.headersSent) return;
    running.delete(response);
    fail(500, error instanceof Error ? error.message : 'failed');
  }
}).listen(Number(process.env.PORT ?? 3000), '::');
