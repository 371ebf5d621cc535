import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { SseParser } from '../edge/sse-lines.ts';

export type ClientState = 'connecting' | 'open' | 'waiting' | 'closed';

export interface ClientListener {
  /** A request is about to be sent. */
  connecting(): void;
  /** The answer's head has come, so many milliseconds after the request. */
  opened(took: number): void;
  event(id: string | null, data: string): void;
  /** The stream has ended, or could not be had; the client tries again. */
  dropped(why: string): void;
  /** The answer was one after which a browser does not try again. */
  gaveUp(why: string): void;
}

export interface ClientOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until it reconnects, unless the server says otherwise. */
  readonly retry: number;
}

/**
 * One client of an event stream, on `node:http` so that nothing is shared or limited: reconnects as a browser does, with
 * the server's delay and the last id.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
 */
export class SseClient {
  #state: ClientState = 'closed';
  #request: ClientRequest | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastEventId = '';
  #retry: number;
  readonly #options: ClientOptions;
  readonly #listener: ClientListener;

  constructor(options: ClientOptions, listener: ClientListener) {
    this.#options = options;
    this.#listener = listener;
    this.#retry = options.retry;
  }

  get state(): ClientState {
    return this.#state;
  }

  open(): void {
    this.#state = 'connecting';
    this.#listener.connecting();
    const startedAt = performance.now();
    const { url } = this.#options;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      'Cache-Control': 'no-cache',
      ...this.#options.headers,
    };
    // A header carries bytes; browsers put the id's UTF-8 in it.
    if (this.#lastEventId !== '') headers['Last-Event-ID'] = Buffer.from(this.#lastEventId, 'utf8').toString('latin1');
    const request = send(url, { agent: false, headers });
    this.#request = request;
    request.once('response', (response) => this.#answered(request, response, performance.now() - startedAt));
    request.on('error', (error) => this.#drop(request, 'code' in error ? String(error.code) : error.message));
    request.end();
  }

  close(): void {
    this.#state = 'closed';
    if (this.#timer) clearTimeout(this.#timer);
    const request = this.#request;
    this.#request = null;
    request?.destroy();
  }

  #answered(request: ClientRequest, response: IncomingMessage, took: number): void {
    if (this.#request !== request) return;
    const type = response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (response.statusCode !== 200 || type !== 'text/event-stream') {
      this.close();
      const what = response.statusCode === 200 ? `type ${type ?? 'none'}` : `status ${response.statusCode}`;
      this.#listener.gaveUp(what);
      return;
    }
    this.#state = 'open';
    this.#listener.opened(took);
    const parser = new SseParser(this.#lastEventId);
    response.on('data', (chunk: Buffer) => {
      for (const item of parser.push(chunk)) {
        if (item.type === 'event') this.#listener.event(item.id, item.data);
        else if (item.type === 'retry') this.#retry = item.delay;
      }
      this.#lastEventId = parser.lastEventId;
    });
    response.on('error', (error) => this.#drop(request, 'code' in error ? String(error.code) : error.message));
    response.on('end', () => this.#drop(request, 'ended'));
  }

  #drop(request: ClientRequest, why: string): void {
    if (this.#request !== request) return;
    this.#request = null;
    request.destroy();
    this.#state = 'waiting';
    this.#listener.dropped(why);
    this.#timer = setTimeout(() => this.open(), this.#retry);
  }
}
