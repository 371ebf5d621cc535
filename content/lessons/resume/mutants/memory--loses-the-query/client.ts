/** What the page may say about its connection. */
export type Status = 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed';

export interface Order {
  order: number;
  status: string;
}

export interface Note {
  text: string;
}

export interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: Order): void;
  onNote?(note: Note): void;
}

export interface Connection {
  close(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

export function connect({ url, onStatus, onOrder, onNote }: Options): Connection {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** Of the last event, whichever it was; empty before the first. */
  let cursor = '';

  function start(): void {
    source = new EventSource(cursor === '' ? url : withCursor(url, cursor));
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('open');
    });
    on('order', (data) => onOrder(JSON.parse(data)));
    on('note', (data) => onNote?.(JSON.parse(data)));
    on('reset', () => onStatus('outdated'));
    source.addEventListener('error', () => {
      onStatus('reconnecting');
      // In state CONNECTING the browser comes back with its own cursor. A new EventSource has none.
      if (source.readyState === EventSource.CLOSED) startLater();
    });
  }

  function on(name: string, handle: (data: string) => void): void {
    source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
      cursor = lastEventId;
      handle(data);
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
  const parameters = new URLSearchParams(query.slice(0, 0));
  parameters.set('lastEventId', cursor);
  return `${path}?${parameters}`;
}
