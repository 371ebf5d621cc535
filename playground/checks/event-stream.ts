import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { type Head, headOf } from './head.ts';
import { type StreamItem, StreamParser } from './sse-parser.ts';
import { showBytes, WireLog } from './wire-log.ts';

export type StreamEvent = Extract<StreamItem, { type: 'event' }>;

/** `clean`: the last chunk came. `cut`: the connection went away before it. `refused`: it went away without an answer. */
export type StreamEnd = 'clean' | 'cut' | 'refused' | 'dropped';

/**
 * One request for an event stream, and everything that came back, with times. Waiting methods resolve as soon as they can
 * and answer null (or false) when their time is over or nothing more can come: whether that is wrong is for `expect` to say.
 */
export class EventStream {
  readonly log = new WireLog();
  readonly #request: ClientRequest;
  readonly #parser = new StreamParser();
  readonly #items: StreamItem[] = [];
  readonly #startedAt = performance.now();
  readonly #waiters = new Set<() => void>();
  #head: Head | null = null;
  #bytes = 0;
  #cursor = 0;
  #end: StreamEnd | null = null;

  constructor(port: number, path: string, headers: Readonly<Record<string, string>> = {}) {
    this.log.add(0, `→ GET ${path}`);
    this.#request = request({
      host: 'localhost',
      port,
      path,
      agent: false,
      headers: { accept: 'text/event-stream', ...headers },
    });
    this.#request.on('response', (response) => this.#answered(response));
    this.#request.on('error', () => this.#finish(this.#head ? 'cut' : 'refused'));
    this.#request.end();
  }

  /** What has been read so far; grows. */
  get items(): readonly StreamItem[] {
    return this.#items;
  }

  get end(): StreamEnd | null {
    return this.#end;
  }

  /** Status and headers, or null when they have not come within `ms`. */
  async head(ms: number): Promise<Head | null> {
    await this.#until(() => this.#head !== null, ms);
    return this.#head;
  }

  /** Whether any byte of the body came within `ms`. */
  firstByte(ms: number): Promise<boolean> {
    return this.#until(() => this.#bytes > 0, ms);
  }

  /** The first `retry:` or event; comments do not count. */
  async firstItem(ms: number): Promise<StreamItem | null> {
    const find = () => this.#items.find((item) => item.type !== 'comment') ?? null;
    await this.#until(() => find() !== null, ms);
    return find();
  }

  /** The next event called `name` that was not asked for before. */
  async nextEvent(name: string, ms: number): Promise<StreamEvent | null> {
    const find = () => this.#items.findIndex((item, at) => at >= this.#cursor && isEvent(item, name));
    await this.#until(() => find() !== -1, ms);
    const found = this.#items[find()];
    if (!found || !isEvent(found, name)) return null;
    this.#cursor = this.#items.indexOf(found) + 1;
    return found;
  }

  /** How the stream ended, or null when it is still open after `ms`. */
  async ended(ms: number): Promise<StreamEnd | null> {
    await this.#until(() => this.#end !== null, ms);
    return this.#end;
  }

  /** Leaves, as a closed tab does: the socket goes away without a word. */
  drop(): void {
    if (this.#end !== null) return;
    this.#finish('dropped');
    this.#request.destroy();
  }

  #answered(response: IncomingMessage): void {
    this.#head = headOf(response);
    const { status, headers } = this.#head;
    const shown = ['content-type', 'cache-control'].flatMap((name) =>
      headers[name] ? [`${name}: ${headers[name]}`] : [],
    );
    this.#note(`← ${[`${status} ${response.statusMessage ?? ''}`.trim(), ...shown].join(' · ')}`);
    response.on('data', (chunk: Uint8Array) => {
      const at = this.#elapsed();
      this.#bytes += chunk.length;
      this.log.add(at, `← ${showBytes(chunk)}`);
      this.#items.push(...this.#parser.push(chunk, at));
      this.#wake();
    });
    response.on('error', () => this.#finish('cut'));
    response.on('close', () => this.#finish(response.complete ? 'clean' : 'cut'));
  }

  #finish(end: StreamEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#note(END_TEXT[end]);
  }

  #note(text: string): void {
    this.log.add(this.#elapsed(), text);
    this.#wake();
  }

  #elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
  }

  #until(reached: () => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(reached());
      };
      const waiter = () => {
        if (reached() || this.#end !== null) settle();
      };
      const timer = setTimeout(settle, ms);
      this.#waiters.add(waiter);
      waiter();
    });
  }
}

const END_TEXT: Readonly<Record<StreamEnd, string>> = {
  clean: '← end of the response',
  cut: '← connection closed in the middle of the response',
  refused: '← connection closed without an answer',
  dropped: '→ left',
};

function isEvent(item: StreamItem, name: string): item is StreamEvent {
  return item.type === 'event' && item.name === name;
}
