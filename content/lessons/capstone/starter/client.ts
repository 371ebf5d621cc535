/** What the page may say about its connection. */
export type Status = 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed';

export interface Order {
  order: number;
  status: string;
  note?: string;
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
  /** Of the last order; empty before the first. */
  let cursor = '';

  function start(): void {
    source = new EventSource(cursor === '' ? url : withCursor(url, cursor));
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('order', ({ data, lastEventId }: MessageEvent<string>) => {
      cursor = lastEventId;
      onOrder(JSON.parse(data));
    });
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

/** The same URL with this cursor, in place of one that it may have. */
function withCursor(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('lastEventId', cursor);
  return `${path}?${parameters}`;
}
