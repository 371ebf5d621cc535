import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { ToolClock } from './clock/clock.ts';
import { type Head, headOf } from './head.ts';
import type { Ask, Target } from './http-exchange.ts';
import { type StreamItem, StreamParser } from './sse-parser.ts';
import { showBytes, WireLog } from './wire-log.ts';

export type StreamEvent = Extract<StreamItem, { type: 'event' }>;
export type StreamComment = Extract<StreamItem, { type: 'comment' }>;

/**
 * `clean`: the last chunk came. `cut`: the connection was closed before it. `reset`: it was torn down. `refused`: it went
 * away without an answer. `dropped`: the check itself left.
 */
export type StreamEnd = 'clean' | 'cut' | 'reset' | 'refused' | 'dropped';

/** Bytes of the body as they came. */
export interface StreamChunk {
  /** Milliseconds since the request. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * One request for an event stream, and everything that came back, with times. Waiting methods resolve as soon as they can
 * and answer null (or false) when their time is over or nothing more can come: whether that is wrong is for `expect` to say.
 */
export class EventStream {
  readonly log = new WireLog();
  /** Settles once the request has been sent, and what it set off has come to rest. */
  readonly sent: Promise<void>;
  /** What was asked for, and when, in the check's time. */
  readonly opened: { readonly at: number; readonly ask: Ask };
  readonly #clock: ToolClock;
  readonly #request: ClientRequest;
  readonly #parser = new StreamParser();
  readonly #items: StreamItem[] = [];
  readonly #chunks: StreamChunk[] = [];
  readonly #shown: boolean;
  #socket: Socket | null = null;
  #response: IncomingMessage | null = null;
  #answer: { readonly at: number; readonly head: Head } | null = null;
  #cursor = 0;
  #reset = false;
  #end: StreamEnd | null = null;
  #endedAt: number | null = null;

  /** The request leaves after `turn`: of two that leave together, nobody could say which arrives first. */
  constructor(clock: ToolClock, target: Target, ask: Ask, turn: Promise<void> = Promise.resolve()) {
    const { method, path, headers = {}, body, unshown } = ask;
    this.opened = { at: clock.now, ask };
    this.#clock = clock;
    this.#shown = !unshown;
    const shown = Object.entries(headers).map(([name, value]) => ` · ${name}: ${value}`);
    this.log.add(0, `→ ${method} ${target.base}${path}${shown.join('')}`);
    if (body !== undefined) this.log.add(0, `→ ${showBytes(Buffer.from(body))}`);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    this.#request = request({
      host: target.host,
      port: target.port,
      method,
      path: target.base + path,
      agent: false,
      headers: { accept: 'text/event-stream', ...length, ...headers },
    });
    this.#request.on('socket', (socket) => {
      this.#socket = socket;
      clock.watch(socket);
      // Before HTTP makes “aborted” of it, as of any other end.
      socket.prependListener('error', (error) => {
        this.#reset = 'code' in error && error.code === 'ECONNRESET';
      });
    });
    this.#request.on('response', (response) => this.#respond(response));
    this.#request.on('error', () => this.#finish(this.#answer ? this.#cut() : 'refused'));
    this.sent = turn
      .then(() => {
        this.#request.end(body);
        return clock.advance(0);
      })
      // A clock that stops tells whoever waits for something.
      .catch(() => {});
  }

  /** What has been read so far; grows. */
  get items(): readonly StreamItem[] {
    return this.#items;
  }

  /** The events so far, or those called `name`. */
  events(name?: string): StreamEvent[] {
    return this.#items.filter(
      (item) => item.type === 'event' && (name === undefined || item.name === name),
    ) as StreamEvent[];
  }

  /** The comments so far: heartbeats, most often. */
  get comments(): StreamComment[] {
    return this.#items.filter((item) => item.type === 'comment');
  }

  /** The body so far, piece by piece, without chunked framing. */
  get chunks(): readonly StreamChunk[] {
    return this.#chunks;
  }

  get end(): StreamEnd | null {
    return this.#end;
  }

  /** Milliseconds from the request to the end; null while it is open. */
  get endedAt(): number | null {
    return this.#endedAt;
  }

  /** Milliseconds since the request. */
  get age(): number {
    return this.#clock.now - this.opened.at;
  }

  /** Status and headers, and how many milliseconds after the request they came; null before. */
  get answered(): { readonly at: number; readonly head: Head } | null {
    return this.#answer;
  }

  /** Status and headers, or null when they have not come within `ms`. */
  async head(ms: number): Promise<Head | null> {
    await this.#until(() => this.#answer !== null, ms);
    return this.#answer?.head ?? null;
  }

  /** Whether any byte of the body came within `ms`. */
  firstByte(ms: number): Promise<boolean> {
    return this.#until(() => this.#chunks.length > 0, ms);
  }

  /** The first `retry:` or event; comments do not count. */
  async firstItem(ms: number): Promise<StreamItem | null> {
    const find = () => this.#items.find((item) => item.type !== 'comment') ?? null;
    await this.#until(() => find() !== null, ms);
    return find();
  }

  /** The next event called `name` that was not asked for before. */
  nextEvent(name: string, ms: number): Promise<StreamEvent | null> {
    return this.#next((item): item is StreamEvent => item.type === 'event' && item.name === name, ms);
  }

  /** The next comment that was not asked for before. */
  nextComment(ms: number): Promise<StreamComment | null> {
    return this.#next((item): item is StreamComment => item.type === 'comment', ms);
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

  /** Leaves with a RST, as a phone does that changes its network. */
  reset(): void {
    if (this.#end !== null) return;
    this.#finish('dropped');
    if (this.#socket) this.#socket.resetAndDestroy();
    else this.#request.destroy();
  }

  /** Stays connected and reads nothing more until `resume`: bytes pile up at the server. */
  pause(): void {
    this.log.add(this.age, '→ reads no more');
    this.#response?.pause();
    this.#socket?.pause();
  }

  resume(): void {
    this.log.add(this.age, '→ reads again');
    this.#socket?.resume();
    this.#response?.resume();
  }

  #respond(response: IncomingMessage): void {
    this.#response = response;
    const head = headOf(response);
    this.#answer = { at: this.age, head };
    const { status, headers } = head;
    const shown = ['content-type', 'cache-control'].flatMap((name) =>
      headers[name] ? [`${name}: ${headers[name]}`] : [],
    );
    this.#note(`← ${[`${status} ${response.statusMessage ?? ''}`.trim(), ...shown].join(' · ')}`);
    response.on('data', (bytes: Uint8Array) => {
      const at = this.age;
      this.#chunks.push({ at, bytes });
      if (this.#shown) this.log.addBytes(at, bytes);
      this.#items.push(...this.#parser.push(bytes, at));
      this.#clock.wake();
    });
    response.on('error', () => this.#finish(this.#cut()));
    response.on('close', () => this.#finish(response.complete ? 'clean' : this.#cut()));
  }

  #cut(): 'cut' | 'reset' {
    return this.#reset ? 'reset' : 'cut';
  }

  #finish(end: StreamEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#endedAt = this.age;
    this.#note(END_TEXT[end]);
  }

  #note(text: string): void {
    this.log.add(this.age, text);
    this.#clock.wake();
  }

  async #next<T extends StreamItem>(wanted: (item: StreamItem) => item is T, ms: number): Promise<T | null> {
    const find = () => this.#items.slice(this.#cursor).find(wanted) ?? null;
    await this.#until(() => find() !== null, ms);
    const found = find();
    if (found) this.#cursor = this.#items.indexOf(found) + 1;
    return found;
  }

  async #until(reached: () => boolean, ms: number): Promise<boolean> {
    await this.#clock.wait(() => reached() || this.#end !== null, ms);
    return reached();
  }
}

const END_TEXT: Readonly<Record<StreamEnd, string>> = {
  clean: '← end of the response',
  cut: '← connection closed in the middle of the response',
  reset: '← connection reset in the middle of the response',
  refused: '← connection closed without an answer',
  dropped: '→ left',
};
