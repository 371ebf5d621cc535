/** What the page may say about its connection. */
export type Status = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface Order {
  order: number;
  status: string;
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
    source.addEventListener('order', (event) => onOrder(event.data));
    source.addEventListener('end', close);
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
