// An interval looks at the clock every 2 s, instead of a timeout that is set anew; a new stream follows at once.
interface Options {
  url: string;
  onStatus(status: string): void;
  onOrder(order: { table: number; dish: string }): void;
}

export function connect({ url, onStatus, onOrder }: Options) {
  let source: EventSource;
  let heardAt = 0;
  let failures = 0;
  let attempt: ReturnType<typeof setTimeout> | undefined;

  const heard = () => {
    heardAt = Date.now();
  };
  const open = () => {
    heard();
    source = new EventSource(url);
    for (const sign of ['open', 'error', 'order', 'heartbeat']) source.addEventListener(sign, heard);
    source.addEventListener('order', ({ data }) => onOrder(JSON.parse(data)));
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('error', () => {
      onStatus('reconnecting');
      if (source.readyState === 2) {
        attempt = setTimeout(open, Math.random() * Math.min(30_000, 1_000 * 2 ** failures++));
      }
    });
  };
  const watchdog = setInterval(() => {
    if (source.readyState === 2 || Date.now() - heardAt < 50_000) return;
    source.close();
    onStatus('reconnecting');
    open();
  }, 2_000);

  onStatus('connecting');
  open();
  return {
    close() {
      clearInterval(watchdog);
      clearTimeout(attempt);
      source.close();
      onStatus('closed');
    },
  };
}
