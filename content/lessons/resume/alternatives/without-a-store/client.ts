// One handler for every kind of event, and a URL object that always has the newest cursor.
type Handlers = Record<string, (data: string) => void>;

export function connect(options: {
  url: string;
  onStatus(status: string): void;
  onOrder(order: { order: number; status: string }): void;
  onNote?(note: { text: string }): void;
}) {
  const url = new URL(options.url, location.href);
  const handlers: Handlers = {
    order: (data) => options.onOrder(JSON.parse(data)),
    note: (data) => options.onNote?.(JSON.parse(data)),
    reset: () => options.onStatus('outdated'),
  };
  let source: EventSource | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let ceiling = 1000;

  const open = () => {
    const mine = new EventSource(url);
    source = mine;
    mine.onopen = () => {
      ceiling = 1000;
      options.onStatus('open');
    };
    mine.onerror = () => {
      options.onStatus('reconnecting');
      if (mine.readyState !== 2) return;
      pending = setTimeout(open, Math.random() * ceiling);
      ceiling = Math.min(30_000, ceiling * 2);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      mine.addEventListener(name, (event) => {
        if (event.lastEventId) url.searchParams.set('lastEventId', event.lastEventId);
        handle(event.data);
      });
    }
  };

  options.onStatus('connecting');
  open();
  return {
    close: () => {
      clearTimeout(pending);
      source?.close();
      options.onStatus('closed');
    },
  };
}
