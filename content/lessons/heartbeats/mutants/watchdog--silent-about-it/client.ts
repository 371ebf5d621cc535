/** What the page may say about its connection. */
export type Status = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface Order {
  table: number;
  dish: string;
}

export interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: Order): void;
}

export interface Connection {
  close(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Three heartbeats of 15 s: one may be late, three are no accident. */
const SILENCE_MS = 45_000;

export function connect({ url, onStatus, onOrder }: Options): Connection {
  let source: EventSource;
  /** One timer, for the one thing that is waited for: the next sign of life, or the next attempt. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function start(): void {
    source = new EventSource(url);
    watch();
    source.addEventListener('open', () => {
      watch();
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('heartbeat', watch);
    source.addEventListener('order', (event) => {
      watch();
      onOrder(JSON.parse(event.data));
    });
    source.addEventListener('error', () => {
      onStatus('reconnecting');
      if (source.readyState === EventSource.CLOSED) startLater();
      else watch();
    });
  }

  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // To the browser this stream is fine. Nobody else is going to end it.
      source.close();
      startLater();
    }, SILENCE_MS);
  }

  function startLater(): void {
    clearTimeout(timer);
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
