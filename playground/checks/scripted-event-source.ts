const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

/** A page that makes this many is caught in a loop, and would never come back. */
const SOURCES_LIMIT = 1_000;

type Listener = ((event: Event) => unknown) | null;

/** What the scripted sources report to whoever writes the script. */
export interface SourceObserver {
  created(source: ScriptedEventSource): void;
  closed(source: ScriptedEventSource): void;
}

let observer: SourceObserver | null = null;
let created = 0;

/** From now on, each new EventSource is reported to `next`. */
export function observeSources(next: SourceObserver): void {
  observer = next;
}

/**
 * The browser's EventSource without a network: a script says what happens to the connection.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
 */
export class ScriptedEventSource extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSED = CLOSED;
  readonly url: string;
  readonly withCredentials: boolean;
  onopen: Listener = null;
  onmessage: Listener = null;
  onerror: Listener = null;
  #readyState = CONNECTING;

  constructor(url: string | URL, init: { readonly withCredentials?: boolean } = {}) {
    super();
    if (++created > SOURCES_LIMIT) throw new Error(`More than ${SOURCES_LIMIT} EventSources were created`);
    this.url = String(url);
    this.withCredentials = init.withCredentials ?? false;
    this.addEventListener('open', (event) => this.onopen?.(event));
    this.addEventListener('message', (event) => this.onmessage?.(event));
    this.addEventListener('error', (event) => this.onerror?.(event));
    observer?.created(this);
  }

  get readyState(): number {
    return this.#readyState;
  }

  close(): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    observer?.closed(this);
  }

  /** The server answered 200 with an event stream. */
  scriptOpen(): void {
    if (this.#readyState !== CONNECTING) return;
    this.#readyState = OPEN;
    this.dispatchEvent(new Event('open'));
  }

  /** The connection was lost or failed at network level: the browser tries again by itself. */
  scriptLose(): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CONNECTING;
    this.dispatchEvent(new Event('error'));
  }

  /** The server answered something else than an event stream: the browser never tries again. */
  scriptGiveUp(): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    this.dispatchEvent(new Event('error'));
  }

  scriptEvent(name: string, data: string, lastEventId: string): void {
    if (this.#readyState === OPEN) this.dispatchEvent(new MessageEvent(name, { data, lastEventId }));
  }
}
