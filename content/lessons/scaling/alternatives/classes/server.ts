import http from 'node:http';
import * as bus from './bus.ts';

class Listener {
  readonly #response: http.ServerResponse;
  readonly #beat: NodeJS.Timeout;
  #last = '0-0';
  #held: bus.Entry[] | null = [];

  constructor(response: http.ServerResponse) {
    this.#response = response;
    this.#beat = setInterval(() => this.#live && response.write(': still here\n\n'), 10_000);
    response.once('close', () => clearInterval(this.#beat));
  }

  get #live(): boolean {
    return this.#held === null;
  }

  async begin(cursor: string | undefined): Promise<void> {
    const missed = cursor ? await bus.after(cursor) : [];
    const now = missed ? cursor : await bus.newest();
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // Whoever is sent away by a deploy knows from the beginning how long to wait.
    this.#response.write(`retry:${Math.floor(1_000 + Math.random() * 9_001)}\n\n`);
    if (!missed) this.#response.write(`event:reset\nid:${now}\ndata:load again\n\n`);
    this.#last = now || '0-0';
    for (const entry of [...(missed ?? []), ...(this.#held ?? [])]) this.#write(entry);
    this.#held = null;
  }

  hear(entry: bus.Entry): void {
    if (this.#held) this.#held.push(entry);
    else this.#write(entry);
  }

  end(): void {
    clearInterval(this.#beat);
    this.#response.end();
  }

  #write({ id, data }: bus.Entry): void {
    if (!bus.isAfter(id, this.#last)) return;
    this.#last = id;
    this.#response.write(`event:bid\nid:${id}\ndata:${data}\n\n`);
    if (this.#response.writableLength > 800_000) this.#response.socket?.destroy();
  }
}

class Hall {
  readonly #listeners = new Set<Listener>();
  readonly #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  get size(): number {
    return this.#listeners.size;
  }

  get full(): boolean {
    return this.#listeners.size >= this.#room;
  }

  async enter(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const listener = new Listener(response);
    this.#listeners.add(listener);
    response.once('close', () => this.#listeners.delete(listener));
    const cursor = request.headers['last-event-id'];
    await listener.begin(Array.isArray(cursor) ? cursor[0] : cursor);
  }

  tell(entry: bus.Entry): void {
    for (const listener of this.#listeners) listener.hear(entry);
  }

  close(): void {
    for (const listener of this.#listeners) listener.end();
  }
}

const hall = new Hall(Number(process.env.MAX_STREAMS) || 5_000);

const server = http.createServer(async (request, response) => {
  try {
    if (request.method === 'GET' && request.url === '/events') {
      if (hall.full) response.writeHead(503, { 'retry-after': '5' }).end('full');
      else await hall.enter(request, response);
    } else if (request.method === 'POST' && request.url === '/bids') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      await bus.append(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString())));
      response.writeHead(201).end();
    } else if (request.url === '/stats') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ streams: hall.size, pid: process.pid }));
    } else response.writeHead(404).end();
  } catch {
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  }
});

process.once('SIGTERM', () => {
  hall.close();
  server.close(() => bus.disconnect());
});

void bus.follow((entry) => hall.tell(entry));
server.listen(Number(process.env.PORT ?? 3000));
