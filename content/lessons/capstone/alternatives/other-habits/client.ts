export type Status = 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed';
export type Order = { order: number; status: string; note?: string };

type Options = { url: string; onStatus: (status: Status) => void; onOrder: (order: Order) => void };

/** Remembers the ids of the last orders, and the newest for the URL. */
export const connect = ({ url, onStatus, onOrder }: Options) => {
  const seen = new Set<string>();
  let newest = /[?&]lastEventId=([^&]*)/.exec(url)?.[1];
  newest &&= decodeURIComponent(newest);
  let stream: EventSource;
  let failures = 0;
  let over = false;
  let dog: ReturnType<typeof setTimeout> | undefined;
  let next: ReturnType<typeof setTimeout> | undefined;

  const feed = () => {
    clearTimeout(dog);
    dog = setTimeout(() => {
      stream.close();
      later();
    }, 55_000);
  };
  const later = () => {
    clearTimeout(dog);
    onStatus('reconnecting');
    next = setTimeout(open, Math.min(30_000, 1_000 * 2 ** failures++) * (0.05 + 0.95 * Math.random()));
  };
  const address = () => {
    if (!newest) return url;
    const [path, query = ''] = url.split('?');
    const others = query.split('&').filter((part) => part !== '' && !part.startsWith('lastEventId='));
    return `${path}?${[...others, `lastEventId=${encodeURIComponent(newest)}`].join('&')}`;
  };
  const open = () => {
    if (over) return;
    stream = new EventSource(address());
    feed();
    stream.onopen = () => {
      feed();
      failures = 0;
      onStatus('open');
    };
    stream.onerror = () => {
      if (stream.readyState === 2) return later();
      feed();
      onStatus('reconnecting');
    };
    stream.addEventListener('heartbeat', feed);
    stream.addEventListener('reset', (event) => {
      feed();
      seen.clear();
      newest = event.lastEventId;
      onStatus('outdated');
    });
    stream.addEventListener('order', (event) => {
      feed();
      if (seen.has(event.lastEventId)) return;
      seen.add(event.lastEventId);
      // As many as a server replays at most; the oldest goes first.
      const [oldest] = seen;
      if (seen.size > 1_000 && oldest !== undefined) seen.delete(oldest);
      newest = event.lastEventId;
      onOrder(JSON.parse(event.data));
    });
  };

  onStatus('connecting');
  open();
  return {
    close() {
      over = true;
      clearTimeout(dog);
      clearTimeout(next);
      stream.close();
      onStatus('closed');
    },
  };
};
