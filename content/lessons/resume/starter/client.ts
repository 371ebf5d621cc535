/** What the page may say about its connection. */
export type Status =
  | 'connecting' // until the first answer
  | 'open' // events can arrive
  | 'reconnecting' // lost or refused, and someone will try again: the browser, or this module
  | 'outdated' // the server said reset: something is missing for good
  | 'closed'; // close() was called

export interface Order {
  order: number;
  status: string;
}

export interface Note {
  text: string;
}

export interface Options {
  /** It may bring a cursor, as in /events?lastEventId=8. */
  url: string;
  /** Call it whenever the status changes. */
  onStatus(status: Status): void;
  /** Call it with each `order` event's data. */
  onOrder(order: Order): void;
  /** Call it with each `note` event's data, if it is there. */
  onNote?(note: Note): void;
}

export interface Connection {
  /** Ends the stream; nothing reconnects after it. */
  close(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** Listens at `options.url` until close() is called. A new EventSource starts from where the first one did. */
export function connect({ url, onStatus, onOrder, onNote }: Options): Connection {
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
    source.addEventListener('note', (event) => onNote?.(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      onStatus('reconnecting');
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
