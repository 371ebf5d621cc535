import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, append, disconnect, type Entry, follow, isAfter, newest } from './bus.ts';

/** A quarter of the 60 s after which most proxies close what is silent. */
const HEARTBEAT_MS = 15_000;
/** Who has more bytes than this waiting does not read. */
const QUEUE_LIMIT = 512 * 1024;
/** More than these would be slow for everyone, or too many for the memory. */
const MAX_STREAMS = Number(process.env.MAX_STREAMS ?? 5_000);
/** Those who are sent away come back within this time, each at a moment of its own, in milliseconds. */
const COME_BACK = { first: 1_000, last: 10_000 };
/** Who has not taken the end of the stream by then is cut off, in milliseconds. */
const DRAIN_LIMIT_MS = 5_000;

interface Stream {
  response: ServerResponse;
  /** The id of the last bid that it was sent. */
  last: string;
  /** What came while its replay is being read; null once it is live. */
  waiting: Frame[] | null;
}

/** A bid as bytes: encoded once, and held once, however many streams wait for it. */
interface Frame {
  id: string;
  bytes: Buffer;
}

const streams = new Set<Stream>();

const frameOf = ({ id, data }: Entry): Frame => ({
  id,
  bytes: Buffer.from(`id: ${id}\nevent: bid\ndata: ${data}\n\n`),
});

async function openStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (streams.size >= MAX_STREAMS) {
    // nginx tries the next instance. No EventSource ever sees this: it would give up for good.
    response.writeHead(503).end();
    return;
  }
  const stream: Stream = { response, last: '0-0', waiting: [] };
  streams.add(stream);
  response.on('close', () => streams.delete(stream));

  const cursor = String(request.headers['last-event-id'] ?? '');
  const missed = cursor === '' ? [] : await after(cursor);
  const place = missed === null ? await newest() : cursor;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${COME_BACK.first}\n\n`);
  if (missed === null) response.write(`id: ${place}\nevent: reset\ndata: {}\n\n`);
  stream.last = place || '0-0';
  for (const entry of missed ?? []) send(stream, frameOf(entry));
  for (const frame of stream.waiting ?? []) send(stream, frame);
  stream.waiting = null;
}

/** Sends a bid, once: what was replayed may still come live, because the reader can be behind. */
function send(stream: Stream, { id, bytes }: Frame): void {
  if (!isAfter(id, stream.last)) return;
  stream.last = id;
  stream.response.write(bytes);
  // It comes back with its Last-Event-ID, and gets what it has missed.
  if (stream.response.writableLength > QUEUE_LIMIT) stream.response.destroy();
}

function broadcast(entry: Entry): void {
  const frame = frameOf(entry);
  for (const stream of streams) {
    if (stream.waiting) stream.waiting.push(frame);
    else send(stream, frame);
  }
}

function drain(): void {
  for (const { response } of streams) {
    const wait = COME_BACK.first + Math.random() * (COME_BACK.last - COME_BACK.first);
    response.write(`retry: ${Math.round(wait)}\n\n`);
  }
  clearInterval(heartbeat);
  server.close(disconnect);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return JSON.parse(body);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'GET /events':
      await openStream(request, response);
      break;
    case 'POST /bids':
      await append(JSON.stringify(await readJson(request)));
      response.writeHead(202).end();
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ streams: streams.size }));
      break;
    default:
      response.writeHead(404).end();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => {
    // Redis is away. Whoever asked may ask again; a stream that has begun goes on.
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  });
});

const heartbeat = setInterval(() => {
  for (const { response, waiting } of streams) if (!waiting) response.write(':\n\n');
}, HEARTBEAT_MS);

process.on('SIGTERM', drain);
void follow(broadcast);
server.listen(Number(process.env.PORT ?? 3000));
