import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { generate, stats } from './model.ts';

const KEY = 'polly';
const MOST_AT_A_TIME = 4;

let running = 0;

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Not the request's: that one is closed as soon as its body has been read.
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());

  if (request.headers.authorization !== `Bearer ${KEY}`) return refuse(response, 401, 'The key is wrong');
  const prompt = promptIn(await read(request).catch(() => ''));
  if (prompt === null) return refuse(response, 400, 'prompt must be a text with at least one word');
  if (running >= MOST_AT_A_TIME) return refuse(response, 429, 'Four at a time', { 'Retry-After': '1' });

  running++;
  try {
    await stream(prompt, response, leaving.signal);
  } catch (error) {
    if (leaving.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    if (response.headersSent) response.destroy();
    else refuse(response, 500, message);
  } finally {
    running--;
  }
}

async function stream(prompt: string, response: ServerResponse, signal: AbortSignal): Promise<void> {
  let tokens = 0;
  for await (const text of generate(prompt, { signal })) {
    // Only now: until the first token is there, an error can still have a status.
    if (tokens === 0) response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    tokens++;
    if (!response.write(event('token', { text }))) await once(response, 'drain', { signal });
  }
  response.end(event('done', { tokens }));
}

/** JSON has no line ends of its own: any text fits on one data line. */
function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message } }));
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function promptIn(body: string): string | null {
  try {
    const { prompt } = JSON.parse(body);
    return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : null;
  } catch {
    return null;
  }
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'POST /completions':
      await complete(request, response);
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(stats));
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
