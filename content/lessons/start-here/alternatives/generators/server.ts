// Each stream is an async generator over the notices of an EventEmitter.
import { EventEmitter, on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { frameComment, frameEvent } from './frame.ts';

const board = new EventEmitter().setMaxListeners(0);
let number = 0;

async function* frames(signal: AbortSignal): AsyncGenerator<string> {
  const notices = on(board, 'notice', { signal });
  yield frameComment('here we go');
  for await (const [frame] of notices) yield frame;
}

async function stream(response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'CONTENT-TYPE': 'Text/Event-Stream', 'CACHE-CONTROL': 'private, no-cache' });
  try {
    for await (const frame of frames(gone.signal)) {
      if (!response.write(frame)) await once(response, 'drain', { signal: gone.signal });
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

async function pin(request: IncomingMessage): Promise<number> {
  let notice: unknown;
  try {
    notice = JSON.parse(await readText(request));
  } catch {
    return 400;
  }
  const entries = new Map(Object.entries(Object(notice)));
  const topic = String(entries.get('topic'));
  const text = entries.get('text');
  if (typeof text !== 'string' || !/^(kitchen|door|garden)$/.test(topic)) return 400;
  number += 1;
  board.emit('notice', frameEvent({ event: topic, id: number.toString(), data: text }));
  return 200;
}

createServer(async (request, response) => {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /events') return stream(response);
  response.writeHead(route === 'POST /notices' ? await pin(request) : 404).end();
}).listen({ port: process.env.PORT ?? 3000 });
