import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as model from './model.ts';

class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

class Turnstile {
  #free: number;
  constructor(places: number) {
    this.#free = places;
  }
  enter(): Disposable {
    if (this.#free === 0) throw new Refusal(429, 'All four parrots are talking', { 'Retry-After': '3' });
    this.#free--;
    return { [Symbol.dispose]: () => void this.#free++ };
  }
}

class EventWriter {
  readonly #response: ServerResponse;
  readonly gone: AbortSignal;
  #number = 0;
  constructor(response: ServerResponse) {
    const controller = new AbortController();
    this.#response = response;
    this.gone = controller.signal;
    response.on('close', () => controller.abort());
  }
  get started(): boolean {
    return this.#response.headersSent;
  }
  /** Resolves when there is room for more, or nobody who could read it. */
  write(name: string, data: unknown): Promise<void> {
    if (!this.started) {
      this.#response.writeHead(200, { 'CONTENT-TYPE': 'text/event-stream', 'CACHE-CONTROL': 'private, no-store' });
      this.#response.write(': the parrot has landed\n\n');
    }
    const lines = [`id: ${++this.#number}`, `data: ${JSON.stringify(data)}`, `event: ${name}`, '', ''];
    return new Promise((resolve) => {
      if (this.gone.aborted || this.#response.write(lines.join('\r\n'))) {
        resolve();
        return;
      }
      this.#response.once('drain', resolve);
      this.gone.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  end(): void {
    this.#response.end(': goodbye\n\n');
  }
}

class App {
  readonly #turnstile = new Turnstile(4);

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const writer = new EventWriter(response);
    try {
      await this.#route(request, response, writer);
    } catch (error) {
      if (writer.gone.aborted) return;
      const message = error instanceof Error ? error.message : 'Something went wrong';
      if (writer.started) {
        await writer.write('error', { message, code: 'model' });
        writer.end();
      } else {
        const { status, headers } = error instanceof Refusal ? error : { status: 500, headers: {} };
        response.writeHead(status, { ...headers, 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: { message, status } }));
      }
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, writer: EventWriter): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://parrot');
    if (request.method === 'GET' && pathname === '/stats') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ ...model.stats, since: 'start' }));
    } else if (request.method === 'POST' && pathname === '/completions') await this.#complete(request, writer);
    else throw new Refusal(404, 'Not found');
  }

  async #complete(request: IncomingMessage, writer: EventWriter): Promise<void> {
    if (request.headers.authorization !== 'Bearer polly') throw new Refusal(401, 'Unknown key');
    const body: unknown = await json(request).catch(() => null);
    const prompt = Object(body).prompt;
    if (typeof prompt !== 'string' || prompt.trim().length === 0) throw new Refusal(400, 'No prompt');
    const place = this.#turnstile.enter();
    try {
      let tokens = 0;
      for await (const text of model.generate(prompt, { signal: writer.gone })) {
        tokens += 1;
        await writer.write('token', { text, index: tokens });
      }
      await writer.write('done', { tokens, reason: 'stop' });
      writer.end();
    } finally {
      place[Symbol.dispose]();
    }
  }
}

const app = new App();
createServer((request, response) => void app.handle(request, response)).listen(Number(process.env.PORT));
