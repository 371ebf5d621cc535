// Handler properties, a deadline that is random for each page, and no new stream before the browser has been heard.
export function connect(options: {
  url: string;
  onStatus: (status: string) => void;
  onOrder: (order: { table: number; dish: string }) => void;
}) {
  const patience = 42_000 + Math.random() * 15_000;
  let current: EventSource | null = null;
  let pending: number | ReturnType<typeof setTimeout> | null = null;
  let ceiling = 1000;

  const later = (run: () => void, delay: number) => {
    if (pending !== null) clearTimeout(pending);
    pending = setTimeout(run, delay);
  };
  const again = () => {
    later(attempt, Math.floor(Math.random() * ceiling));
    ceiling = Math.min(ceiling * 2, 30_000);
  };
  const alive = () =>
    later(() => {
      current?.close();
      options.onStatus('reconnecting');
      again();
    }, patience);

  function attempt(): void {
    const source = new EventSource(options.url);
    current = source;
    alive();
    source.onopen = () => {
      ceiling = 1000;
      alive();
      options.onStatus('open');
    };
    source.onerror = () => {
      options.onStatus('reconnecting');
      if (source.readyState === 2) again();
      else alive();
    };
    source.addEventListener('heartbeat', () => alive());
    source.addEventListener('order', (message) => {
      options.onOrder(JSON.parse(message.data));
      alive();
    });
  }

  options.onStatus('connecting');
  attempt();
  return {
    close: () => {
      if (pending !== null) clearTimeout(pending);
      current?.close();
      options.onStatus('closed');
    },
  };
}
