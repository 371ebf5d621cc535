import type { RequestPhase, RequestState } from './client-protocol.ts';

/** A page that asks for this many is caught in a loop, and would never come back. */
const REQUESTS_LIMIT = 1_000;
const NULL_BODY = [101, 204, 205, 304];

/** What the scripted requests report to whoever writes the script. */
export interface RequestObserver {
  created(request: ScriptedRequest): void;
  /** The client left: its signal was aborted, or it cancelled the body. */
  left(request: ScriptedRequest): void;
}

/** One call of `fetch` without a network: a script says what comes back. */
export class ScriptedRequest {
  readonly createdAt: number;
  /** What `fetch` returned. */
  readonly response: Promise<Response>;
  /** Resolves once its body is known; a body that is a stream may never end, and nobody waits for it. */
  readonly bodyRead: Promise<void>;
  readonly #request: Request;
  readonly #observer: RequestObserver;
  readonly #settle: PromiseWithResolvers<Response> = Promise.withResolvers();
  #body: ReadableByteStreamController | null = null;
  #sent = '';
  #phase: RequestPhase = 'waiting';

  constructor(request: Request, sent: unknown, createdAt: number, observer: RequestObserver) {
    this.#request = request;
    this.createdAt = createdAt;
    this.#observer = observer;
    this.response = this.#settle.promise;
    // Whoever never looks at the response has no error to see.
    this.response.catch(() => {});
    const { signal } = request;
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', () => this.#abort());
    if (typeof sent === 'string') this.#sent = sent;
    const read = typeof sent === 'string' ? Promise.resolve() : this.#read();
    this.bodyRead = sent instanceof ReadableStream ? Promise.resolve() : read;
  }

  get state(): RequestState {
    const { url, method, headers } = this.#request;
    return {
      url,
      method,
      headers: Object.fromEntries(headers),
      body: this.#sent,
      createdAt: this.createdAt,
      phase: this.#phase,
    };
  }

  /** Status and headers arrive; the body is still to come. */
  answer(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.#phase !== 'waiting') return;
    this.#phase = 'answered';
    const body = new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        this.#body = controller;
      },
      cancel: () => this.#leave('cancelled'),
    });
    this.#settle.resolve(new Response(NULL_BODY.includes(status) ? null : body, { status, headers }));
  }

  /** A piece of the body, as one read of the socket. */
  bytes(piece: Uint8Array<ArrayBuffer>): void {
    if (this.#phase === 'answered' && piece.length > 0) this.#body?.enqueue(piece);
  }

  /** The body's end, in good order: the last chunk. */
  end(): void {
    if (this.#phase !== 'answered') return;
    this.#phase = 'ended';
    this.#body?.close();
    this.#body?.byobRequest?.respond(0);
  }

  /** The connection is lost in the middle of the body. */
  cut(): void {
    if (this.#phase !== 'answered') return;
    this.#phase = 'cut';
    this.#body?.error(new TypeError('network error'));
  }

  /** There is no answer: refused, or lost before it. */
  fail(): void {
    if (this.#phase !== 'waiting') return;
    this.#phase = 'failed';
    this.#settle.reject(new TypeError('Failed to fetch'));
  }

  async #read(): Promise<void> {
    // Whoever makes a body that fails finds out from the response.
    this.#sent = await this.#request.text().catch(() => '');
  }

  #abort(): void {
    const { reason } = this.#request.signal;
    const before = this.#phase;
    this.#leave('aborted');
    if (before === 'waiting') this.#settle.reject(reason);
    if (before === 'answered') this.#body?.error(reason);
  }

  #leave(phase: RequestPhase): void {
    if (this.#phase !== 'waiting' && this.#phase !== 'answered') return;
    this.#phase = phase;
    this.#observer.left(this);
  }
}

/** A `fetch` whose requests are reported to `observer`, which answers them. URLs are relative to `base`. */
export function scriptedFetch(observer: RequestObserver, base: URL, now: () => number): typeof fetch {
  let created = 0;
  return (input, init) => {
    try {
      if (++created > REQUESTS_LIMIT) throw new Error(`fetch was called more than ${REQUESTS_LIMIT} times`);
      const request = new Request(input instanceof Request ? input : new URL(String(input), base), init);
      const scripted = new ScriptedRequest(request, init?.body, now(), observer);
      observer.created(scripted);
      return scripted.response;
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
