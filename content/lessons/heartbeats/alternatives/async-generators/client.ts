// One loop: wait for a sign of life or for the end of patience, whichever comes first.
interface Options {
  url: string;
  onStatus(status: 'connecting' | 'open' | 'reconnecting' | 'closed'): void;
  onOrder(order: { table: number; dish: string }): void;
}

const PATIENCE_MS = 48_000;

export function connect({ url, onStatus, onOrder }: Options) {
  const closed = new AbortController();
  let cancel: (() => void) | undefined;

  /** Resolves after `ms`, or when `until` says so. */
  const sleep = (ms: number) =>
    new Promise<'slept' | 'woken'>((resolve) => {
      const timer = setTimeout(() => resolve('slept'), ms);
      cancel = () => {
        clearTimeout(timer);
        resolve('woken');
      };
    });

  const run = async () => {
    for (let failures = 0; !closed.signal.aborted; failures++) {
      const source = new EventSource(url);
      const stop = () => source.close();
      closed.signal.addEventListener('abort', stop);
      for (const name of ['open', 'heartbeat', 'order', 'error']) source.addEventListener(name, () => cancel?.());
      source.addEventListener('open', () => {
        failures = 0;
        onStatus('open');
      });
      source.addEventListener('error', () => onStatus('reconnecting'));
      source.addEventListener('order', (event) => onOrder(JSON.parse(event.data)));
      while ((await sleep(PATIENCE_MS)) === 'woken' && source.readyState !== 2);
      source.close();
      closed.signal.removeEventListener('abort', stop);
      if (closed.signal.aborted) return;
      onStatus('reconnecting');
      await sleep(Math.random() * Math.min(30_000, 1_000 * 2 ** failures));
    }
  };

  onStatus('connecting');
  void run();
  return {
    close() {
      closed.abort();
      cancel?.();
      onStatus('closed');
    },
  };
}
