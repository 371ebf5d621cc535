import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const EDGE = { host: '127.0.0.1', port: 8080 };
const WATCHERS = 48;
const SCAN_MS = 250;
/** An update that somebody who is connected has not got after so long counts as lost. */
const LATE_MS = 1_500;
/** So many updates are looked at. */
const LOOKED_AT = 400;

/** What one of them is like: open, coming back, closed for good; or open, and something lost or twice. */
export type State = 'open' | 'coming-back' | 'closed' | 'lost' | 'twice';

/** What the service has accepted, by number, with the time. */
const accepted = new Map<number, number>();

/** One who reads as an EventSource does: comes back after a lost connection, with the last id, and never after a status. */
class Watcher {
  #connected: number | null = null;
  #closed = false;
  #lastId = '';
  #retry = 1_000;
  #first: number | null = null;
  readonly #got = new Set<number>();
  readonly #lost = new Set<number>();
  #twice = 0;

  open(): void {
    const headers = { accept: 'text/event-stream', ...(this.#lastId === '' ? {} : { 'last-event-id': this.#lastId }) };
    const asked = get({ ...EDGE, path: '/events', headers, agent: false }, (response) => this.#answered(response));
    asked.on('error', () => this.#comeBack());
  }

  get state(): State {
    if (this.#closed) return 'closed';
    if (this.#twice > 0) return 'twice';
    if (this.#lost.size > 0) return 'lost';
    return this.#connected === null ? 'coming-back' : 'open';
  }

  get lost(): number {
    return this.#lost.size;
  }

  get twice(): number {
    return this.#twice;
  }

  /** Looks for what should be here by now. */
  look(now: number): void {
    if (this.#first === null || this.#connected === null || now - this.#connected < LATE_MS) return;
    for (const [update, at] of accepted) {
      if (update <= this.#first || now - at < LATE_MS) continue;
      if (this.#got.has(update)) this.#lost.delete(update);
      else this.#lost.add(update);
    }
  }

  #answered(response: IncomingMessage): void {
    if (response.statusCode !== 200) {
      this.#closed = true;
      response.resume();
      return;
    }
    this.#connected = Date.now();
    let rest = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#read(block.split('\n'));
    });
    response.on('error', () => {});
    response.on('close', () => this.#comeBack());
  }

  #read(lines: readonly string[]): void {
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    this.#retry = Number(field('retry') ?? this.#retry);
    const data = field('data');
    this.#lastId = field('id') ?? this.#lastId;
    if (field('event') === 'reset') {
      // It would load the list again: what came before is no longer missed.
      this.#first = Math.max(0, ...accepted.keys());
      this.#lost.clear();
    }
    if (field('event') !== 'order' || data === undefined) return;
    const { update } = JSON.parse(data);
    this.#first ??= update;
    if (this.#got.has(update)) this.#twice++;
    this.#got.add(update);
  }

  #comeBack(): void {
    if (this.#closed) return;
    this.#connected = null;
    setTimeout(() => this.open(), this.#retry);
  }
}

const watchers = Array.from({ length: WATCHERS }, () => new Watcher());

let scanned = 0;
let refused = 0;

function scan(): void {
  const update = ++scanned;
  const body = JSON.stringify({ order: 100 + (update % 40), status: 'packed', update });
  const asked = request({ ...EDGE, method: 'POST', path: '/orders' }, (response) => {
    response.resume();
    if (response.statusCode === 202) accepted.set(update, Date.now());
    else refused++;
    if (accepted.size > LOOKED_AT) for (const oldest of [...accepted.keys()].slice(0, 100)) accepted.delete(oldest);
  });
  asked.on('error', () => {
    refused++;
  });
  asked.end(body);
}

const pages = new Set<ServerResponse>();
setInterval(() => {
  for (const watcher of watchers) watcher.look(Date.now());
  const states = watchers.map(({ state }) => state);
  const lost = sum(watchers.map((watcher) => watcher.lost));
  const twice = sum(watchers.map((watcher) => watcher.twice));
  const report = JSON.stringify({ states, accepted: scanned - refused, refused, lost, twice });
  for (const page of pages) page.write(`data: ${report}\n\n`);
}, 250);

createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 1000\n\n');
  pages.add(response);
  response.on('close', () => pages.delete(response));
}).listen(Number(process.env.PORT ?? 3003));

function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/stats`).then(
    ({ ok }) => ok,
    () => false,
  );
}

// Once both instances answer, everybody comes, and then the scanner begins. Nobody asks nginx before: it would take them for dead.
while (!(await answers(3001)) || !(await answers(3002))) await delay(100);
for (const watcher of watchers) {
  watcher.open();
  await delay(20);
}
setInterval(scan, SCAN_MS);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
