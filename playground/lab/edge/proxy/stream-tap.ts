import type { HttpRequest } from '../http/request.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';
import { clockTime } from '../log/time.ts';
import { SseParser } from '../sse-lines.ts';

/** Reads an event stream as it reaches the client, and knows how long each part of it was kept. */
export class StreamTap {
  readonly #request: HttpRequest;
  readonly #parser: SseParser;
  /** What is on its way, oldest first: up to which byte of the body, and since when. */
  readonly #onTheWay: { readonly end: number; readonly since: number }[] = [];
  #sentBytes = 0;
  #deliveredBytes = 0;

  private constructor(request: HttpRequest) {
    this.#request = request;
    this.#parser = new SseParser(request.preview?.lastEventId ?? '');
    request.preview?.streamStarted();
  }

  /** Null when the answer is no event stream that can be read. */
  static of(request: HttpRequest, { headers }: ResponseHead): StreamTap | null {
    const coding = headers.get('content-encoding') ?? 'identity';
    const isStream = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
    return isStream && coding === 'identity' ? new StreamTap(request) : null;
  }

  /** A piece of the body goes on to the client. `since` is when the first of it came from the server. */
  sent(bytes: number, since: number): void {
    this.#sentBytes += bytes;
    this.#onTheWay.push({ end: this.#sentBytes, since });
  }

  delivered(plain: Buffer): void {
    this.#deliveredBytes += plain.length;
    const time = clockTime();
    const held = time - (this.#onTheWay[0]?.since ?? time);
    while (this.#onTheWay[0] && this.#onTheWay[0].end <= this.#deliveredBytes) this.#onTheWay.shift();
    for (const item of this.#parser.push(plain)) this.#request.exchange.said(item, held);
    this.#request.preview?.reached(this.#parser.lastEventId);
  }
}
