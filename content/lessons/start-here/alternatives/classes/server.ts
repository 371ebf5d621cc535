// Classes, a numbered map of readers, heartbeats, a retry line, and the framing inside the stream.
import http from 'node:http';
import { frameComment, frameEvent } from './frame.ts';

type Topic = 'kitchen' | 'door' | 'garden';

class Refusal extends Error {}

class Reader {
  private readonly response: http.ServerResponse;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(response: http.ServerResponse) {
    this.response = response;
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.flushHeaders();
    response.write('retry: 4000\n\n');
    response.write(frameComment('hello\nand welcome'));
    this.heartbeat = setInterval(() => response.write(frameComment('')), 15_000);
  }

  send(frame: string): void {
    this.response.write(frame);
  }

  leave(): void {
    clearInterval(this.heartbeat);
  }
}

class Board {
  private readonly readers = new Map<number, Reader>();
  private readers_seen = 0;
  private notices = 0;

  join(response: http.ServerResponse): void {
    const number = ++this.readers_seen;
    const reader = new Reader(response);
    this.readers.set(number, reader);
    response.once('close', () => {
      reader.leave();
      this.readers.delete(number);
    });
  }

  pin(topic: Topic, text: string): number {
    this.notices += 1;
    const frame = frameEvent({ id: `${this.notices}`, event: topic, data: text });
    for (const [, reader] of this.readers) reader.send(frame);
    return this.notices;
  }
}

function topicOf(value: unknown): Topic {
  switch (value) {
    case 'kitchen':
    case 'door':
    case 'garden':
      return value;
    default:
      throw new Refusal('no such topic');
  }
}

const board = new Board();
const server = new http.Server();
server.on('request', (request, response) => {
  if (request.method === 'GET' && request.url === '/events') {
    board.join(response);
    return;
  }
  if (request.method !== 'POST' || request.url !== '/notices') {
    response.statusCode = 404;
    response.end('Nothing here');
    return;
  }
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    try {
      const { topic, text } = JSON.parse(Buffer.concat(pieces).toString('utf8')) ?? {};
      if (typeof text !== 'string') throw new Refusal('no text');
      const id = board.pin(topicOf(topic), text);
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id }));
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error;
      response.writeHead(400, { 'Content-Type': 'text/plain' }).end(error.message);
    }
  });
});
server.listen(process.env.PORT ?? 3000, () => console.log('The board hangs'));
