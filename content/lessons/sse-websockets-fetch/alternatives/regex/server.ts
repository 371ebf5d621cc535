import { createServer, type ServerResponse } from 'node:http';
import { generate, stats } from './model.ts';

const waiting = new Map<ServerResponse, AbortController>();

/** Says what it thinks about the end before it has one: a comment every 5 s, once the answer has begun. */
async function answer(prompt: string, response: ServerResponse): Promise<void> {
  const controller = new AbortController();
  waiting.set(response, controller);
  const heartbeat = setInterval(() => response.headersSent && response.write(':\n\n'), 5_000);
  const iterator = generate(prompt, { signal: controller.signal });
  response.on('close', () => {
    clearInterval(heartbeat);
    controller.abort();
    waiting.delete(response);
  });
  let number = 0;
  try {
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      if (number++ === 0)
        response.writeHead(
          200,
          [
            ['content-type', 'text/event-stream'],
            ['cache-control', 'no-store'],
          ].flat(),
        );
      const bytes = Buffer.from(`event: token\ndata: ${JSON.stringify({ text: step.value })}\n\n`);
      await new Promise<void>((resolve) => response.write(bytes, () => resolve()));
    }
    response.end(`: the end\n\nevent: done\ndata: {\ndata: "tokens": ${number}\ndata: }\n\n`);
  } catch (error) {
    if (controller.signal.aborted) return;
    const message = (error as Error).message;
    if (number > 0) response.end(`event: error\ndata: ${JSON.stringify({ message, tokens: number })}\n\n`);
    else json(response, 500, { error: { message } });
  }
}

function json(response: ServerResponse, status: number, value: object): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(value, null, 2));
}

createServer((request, response) => {
  const { method, url = '/', headers } = request;
  if (method === 'GET' && url === '/stats') return json(response, 200, stats);
  if (method !== 'POST' || url !== '/completions') return json(response, 404, { error: { message: 'Not found' } });
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    if (headers.authorization?.replace(/^bearer /i, '') !== 'polly')
      return json(response, 401, { error: { message: 'No' } });
    let prompt: unknown;
    try {
      prompt = JSON.parse(body)?.prompt;
    } catch (error) {
      return json(response, 400, { error: { message: `${error}` } });
    }
    if (typeof prompt !== 'string' || prompt.trim() === '')
      return json(response, 400, { error: { message: 'prompt?' } });
    if (waiting.size >= 4) {
      response.setHeader('Retry-After', 5);
      return json(response, 429, { error: { message: 'Later' } });
    }
    void answer(prompt, response);
  });
}).listen(process.env.PORT ?? 3000);
