import http from 'node:http';
import { Readable, Transform } from 'node:stream';
import { generate, stats } from './model.ts';

const places = new Set<object>();

const server = http.createServer((request, response) => {
  if (request.url === '/stats' && request.method === 'GET') {
    sendJson(response, 200, stats);
    return;
  }
  if (request.url !== '/completions' || request.method !== 'POST') {
    response.statusCode = 404;
    response.end('Not found');
    return;
  }
  const [scheme, key] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || key !== 'polly') {
    request.resume();
    sendJson(
      response,
      401,
      { error: { message: 'Who are you?', type: 'authentication' } },
      { 'www-authenticate': 'Bearer' },
    );
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(Buffer.concat(chunks).toString('utf8'), response));
});

function answer(body: string, response: http.ServerResponse): void {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = null;
  }
  const prompt = typeof json === 'object' && json !== null && 'prompt' in json ? json.prompt : null;
  if (typeof prompt !== 'string' || !/\S/.test(prompt)) {
    sendJson(response, 400, { error: { message: 'A prompt, please', type: 'input' } });
    return;
  }
  if (places.size === 4) {
    sendJson(response, 429, { error: { message: 'Come back', type: 'limit' } }, { 'retry-after': '2' });
    return;
  }
  const place = {};
  places.add(place);
  const controller = new AbortController();
  let count = 0;
  const source = Readable.from(generate(prompt, { signal: controller.signal }), { objectMode: true, highWaterMark: 1 });
  const lines = new Transform({
    writableObjectMode: true,
    writableHighWaterMark: 1,
    transform(text: string, _encoding, callback) {
      count++;
      callback(null, `event:token\ndata:${JSON.stringify({ text })}\n\n`);
    },
    flush(callback) {
      callback(null, `event:done\ndata:${JSON.stringify({ tokens: count })}\n\n`);
    },
  });
  response.once('close', () => {
    controller.abort();
    // A generator that is not asked for its next token hears no signal.
    source.destroy();
    places.delete(place);
  });
  source.once('error', (error) => {
    places.delete(place);
    if (controller.signal.aborted) return;
    if (response.headersSent) response.end(`event:error\ndata:${JSON.stringify({ message: error.message })}\n\n`);
    else sendJson(response, 502, { error: { message: error.message, type: 'model' } });
  });
  lines.once('readable', () => {
    response.setHeader('content-type', 'text/event-stream; charset=utf-8');
    response.setHeader('cache-control', 'no-cache, no-transform');
    response.setHeader('x-accel-buffering', 'no');
    lines.pipe(response);
  });
  source.pipe(lines);
}

function sendJson(
  response: http.ServerResponse,
  status: number,
  value: unknown,
  headers: http.OutgoingHttpHeaders = {},
) {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

server.listen(process.env.PORT);
