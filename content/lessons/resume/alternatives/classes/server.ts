// Classes. The history is cut in halves, a client asks again until it is level with it, and only then goes live.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

interface Entry {
  number: number;
  text: string;
}

class History {
  readonly epoch = Math.random().toString(36).slice(2);
  private entries: Entry[] = [];
  private count = 0;

  get newest(): string {
    return `${this.epoch}:${this.count}`;
  }

  add(name: string, data: unknown): void {
    this.count++;
    const lines = JSON.stringify(data, null, 2).split('\n');
    const text = `id: ${this.newest}\nevent: ${name}\n${lines.map((line) => `data: ${line}\n`).join('')}\n`;
    this.entries.push({ number: this.count, text });
    if (this.entries.length === 200) this.entries = this.entries.slice(100);
  }

  /** The place of a cursor in this history; null when it has none. */
  placeOf(cursor: string): number | null {
    const [epoch, digits = ''] = cursor.split(':');
    if (epoch !== this.epoch || !/^\d+$/.test(digits)) return null;
    const number = Number(digits);
    return number > this.count || number < this.count - this.entries.length ? null : number;
  }

  /** As slow as a database. */
  async since(number: number): Promise<Entry[]> {
    await delay(3);
    const found = this.entries.filter((entry) => entry.number > number);
    await delay(8);
    return found;
  }

  get length(): number {
    return this.count;
  }
}

class Listener {
  private readonly response: http.ServerResponse;
  private readonly history: History;
  private sent: number;
  private busy = false;

  constructor(response: http.ServerResponse, history: History, from: number) {
    this.response = response;
    this.history = history;
    this.sent = from;
  }

  /** Reads on until there is nothing more. Called after each change. */
  async follow(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.sent < this.history.length && !this.response.destroyed) {
      for (const { number, text } of await this.history.since(this.sent)) {
        this.response.write(text);
        this.sent = number;
      }
    }
    this.busy = false;
  }
}

class Shop {
  private readonly history = new History();
  private readonly listeners = new Set<Listener>();
  private readonly orders = new Map<number, object>();

  join(response: http.ServerResponse, cursor: string): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }).flushHeaders();
    const place = cursor === '' ? this.history.length : this.history.placeOf(cursor);
    if (place === null) response.write(`id: ${this.history.newest}\nevent: reset\ndata: reload\n\n`);
    const listener = new Listener(response, this.history, place ?? this.history.length);
    this.listeners.add(listener);
    response.on('close', () => this.listeners.delete(listener));
    void listener.follow();
  }

  publish(name: string, data: object): void {
    if ('order' in data) this.orders.set(Number(data.order), data);
    this.history.add(name, data);
    for (const listener of this.listeners) void listener.follow();
  }

  get state(): object {
    return { orders: [...this.orders.values()], lastEventId: this.history.newest };
  }
}

const shop = new Shop();
const server = new http.Server();
server.on('request', (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  let text = '';
  request.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  const header = request.headers['last-event-id'];
  if (request.method === 'GET' && url.pathname === '/events') {
    shop.join(response, header ? String(header) : (url.searchParams.get('lastEventId') ?? ''));
  } else if (request.method === 'GET' && url.pathname === '/orders') response.end(JSON.stringify(shop.state));
  else if (request.method === 'POST' && ['/orders', '/notes'].includes(url.pathname)) {
    request.on('end', () => {
      shop.publish(url.pathname.slice(1, -1), JSON.parse(text));
      response.end();
    });
  } else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 3000), () => console.log('The shop is open'));
