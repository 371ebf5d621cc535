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
/** Three heartbeats of 15 s: one may be late, three are no accident. */
const SILENCE_MS = 45_000;

export function connect({ url, onStatus, onOrder }: Options): Connection {
  let source: EventSource;
  /** One timer, for the one thing that is waited for: the next sign of life, or the next attempt. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** Of the last order or reset; empty before the first. */
  let cursor = new URLSearchParams(url.split('?')[1]).get('lastEventId') ?? '';

  function start(): void {
    source = new EventSource(cursor === '' ? url : withCursor(url, cursor));
    watch();
    source.addEventListener('open', () => {
      watch();
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('heartbeat', watch);
    source.addEventListener('order', ({ data, lastEventId }: MessageEvent<string>) => {
      watch();
      // At least once is what a network gives. Once is what the page gets.
      if (cursor !== '' && !isNewer(lastEventId, cursor)) return;
      cursor = lastEventId;
      onOrder(JSON.parse(data));
    });
    source.addEventListener('reset', ({ lastEventId }: MessageEvent<string>) => {
      watch();
      if (isNewer(lastEventId, cursor)) cursor = lastEventId;
      onStatus('outdated');
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
      onStatus('reconnecting');
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

/** Ids of Redis are two numbers: milliseconds, and a count within them. */
function isNewer(id: string, other: string): boolean {
  const [time = 0, sequence = 0] = id.split('-').map(Number);
  const [otherTime = 0, otherSequence = 0] = other.split('-').map(Number);
  return time > otherTime || (time === otherTime && sequence > otherSequence);
}

/** The same URL with this cursor, in place of one that it may have. */
function withCursor(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('lastEventId', cursor);
  return `${path}?${parameters}`;
}
