// Handler properties instead of listeners, a delay that is drawn in whole milliseconds, and repeated reports.
export function connect(options: {
  url: string;
  onStatus: (status: string) => void;
  onOrder: (order: { order: number; status: string }) => void;
}) {
  let current: EventSource | null = null;
  let pending: number | ReturnType<typeof setTimeout> | null = null;
  let ceiling = 1000;
  let done = false;

  const stop = () => {
    done = true;
    if (pending !== null) clearTimeout(pending);
    current?.close();
    options.onStatus('closed');
  };

  const attempt = () => {
    pending = null;
    const source = new EventSource(options.url);
    current = source;
    source.onopen = () => {
      ceiling = 1000;
      options.onStatus('open');
    };
    source.onerror = () => {
      if (done) return;
      options.onStatus('reconnecting');
      options.onStatus('reconnecting');
      if (source.readyState !== 2) return;
      pending = setTimeout(attempt, Math.floor(Math.random() * ceiling));
      ceiling = Math.min(ceiling * 2, 30000);
    };
    source.addEventListener('order', (message) => options.onOrder(JSON.parse(message.data)));
    source.addEventListener('end', stop, { once: true });
  };

  options.onStatus('connecting');
  attempt();
  return { close: stop };
}
