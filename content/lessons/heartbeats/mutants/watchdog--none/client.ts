/** What the page may say about its connection. */
export type Status =
  | 'connecting' // until the first answer
  | 'open' // events can arrive
  | 'reconnecting' // lost, refused or silent, and someone will try again: the browser, or this module
  | 'closed'; // close() was called

export interface Order {
  table: number;
  dish: string;
}

export interface Options {
  url: string;
  /** Call it whenever the status changes. */
  onStatus(status: Status): void;
  /** Call it with each `order` event's data. */
  onOrder(order: Order): void;
}

export interface Connection {
  /** Ends the stream; nothing reconnects after it. */
  close(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** Listens to the orders at `options.url` until close() is called. It trusts whatever says that it is open. */
export function connect({ url, onStatus, onOrder }: Options): Connection {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function start(): void {
    source = new EventSource(url);
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('order', (event) => onOrder(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      onStatus('reconnecting');
      // In state CONNECTING the browser is already trying again. CLOSED means that it never will.
      if (source.readyState === EventSource.CLOSED) startLater();
    });
  }

  function startLater(): void {
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
    failures++;
    timer = setTimeout(start, Math.random() * longest);
  }

  function close(): void {
    clearTimeout(timer);
    source.close();
    onStatus('closed');
  }

  onStatus('connecting');
  start();
  return { close };
}
