import http from 'node:http';
import { after, append, close, type Entry, follow, isNewer, newestId, open, snapshot } from './log.ts';

class Stream {
  readonly #response: http.ServerResponse;
  #last: string | null = null;
  #held: Entry[] | null = [];

  constructor(response: http.ServerResponse, onGone: () => void) {
    this.#response = response;
    response.once('close', onGone);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // Whoever is sent away by a deploy knows from the beginning how long to wait.
    response.write(`retry:${1000 + Math.floor(Math.random() * 9001)}\n: welcome\n\n`);
  }

  async begin(cursor: string): Promise<void> {
    if (cursor) {
      const missed = await after(cursor);
      if (missed) {
        this.#last = cursor;
        for (const entry of missed) this.#write(entry);
      } else this.reset(await newestId());
    }
    for (const entry of this.#held ?? []) this.#write(entry);
    this.#held = null;
  }

  take(entry: Entry): void {
    if (this.#held) this.#held.push(entry);
    else this.#write(entry);
    if (this.#response.writableLength > 2 ** 20) this.abandon();
  }

  reset(id: string): void {
    this.#last = id;
    this.#response.write(`event:reset\nid:${id}\ndata:outdated\n\n`);
  }

  beat(): void {
    this.#response.write('event:heartbeat\ndata\n\n');
  }

  end(): void {
    this.#response.end();
  }

  abandon(): void {
    this.#response.destroy();
  }

  #write(entry: Entry): void {
    if (this.#response.writableEnded || (this.#last && !isNewer(entry.id, this.#last))) return;
    this.#last = entry.id;
    this.#response.write(`event:order\nid:${entry.id}\ndata:${entry.data}\n\n`);
  }
}

class Service {
  readonly #streams = new Set<Stream>();
  readonly #server = http.createServer((request, response) => {
    this.#handle(request, response).catch(() => response.destroy());
  });
  readonly #beat = setInterval(() => {
    for (const stream of this.#streams) stream.beat();
  }, 18_000);

  async start(port: number): Promise<void> {
    await open();
    follow({
      onEntry: (entry) => {
        for (const stream of this.#streams) stream.take(entry);
      },
      onGap: (newest) => {
        for (const stream of this.#streams) stream.reset(newest);
      },
    });
    this.#server.listen(port);
  }

  stop(): void {
    clearInterval(this.#beat);
    for (const stream of this.#streams) stream.end();
    this.#server.close(close);
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const json = (status: number, value?: unknown) => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (pathname === '/events' && request.method === 'GET') {
      const stream: Stream = new Stream(response, () => this.#streams.delete(stream));
      this.#streams.add(stream);
      const cursor = request.headers['last-event-id'];
      await stream.begin((typeof cursor === 'string' && cursor) || (searchParams.get('lastEventId') ?? ''));
    } else if (pathname === '/orders' && request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const order = Service.#read(Buffer.concat(chunks).toString());
      if (order === null) return json(400);
      json(
        await append(order).then(
          () => 200,
          () => 503,
        ),
      );
    } else if (pathname === '/orders' && request.method === 'GET') {
      await snapshot().then(
        (value) => json(200, value),
        () => json(503),
      );
    } else if (pathname === '/stats') json(200, { streams: this.#streams.size });
    else json(404);
  }

  static #read(body: string): { order: number; status: string } | null {
    try {
      const value = JSON.parse(body);
      if (typeof value !== 'object' || value === null) return null;
      if (!Number.isInteger(value.order) || typeof value.status !== 'string') return null;
      return value;
    } catch {
      return null;
    }
  }
}

const service = new Service();
process.once('SIGTERM', () => service.stop());
await service.start(Number(process.env.PORT ?? 3000));
