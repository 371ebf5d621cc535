// One loop: listen until this EventSource is of no use any more, sleep, try again.
type Status = 'connecting' | 'open' | 'reconnecting' | 'closed';
interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: unknown): void;
}

export function connect(options: Options): { close(): void } {
  const stop = new AbortController();
  options.onStatus('connecting');
  stop.signal.addEventListener('abort', () => options.onStatus('closed'));
  void run(options, stop);
  return { close: () => stop.abort() };
}

async function run(options: Options, stop: AbortController): Promise<void> {
  for (let failures = 0; !stop.signal.aborted; failures++) {
    if (await listen(options, stop)) failures = 0;
    if (stop.signal.aborted) return;
    await sleep(Math.random() * Math.min(30_000, 1_000 << Math.min(failures, 10)), stop.signal);
  }
}

/** Resolves when the browser has given up or the stream was stopped; true when it had been open. */
function listen({ url, onStatus, onOrder }: Options, stop: AbortController): Promise<boolean> {
  return new Promise((resolve) => {
    const source = new EventSource(url);
    let opened = false;
    source.addEventListener('open', () => {
      opened = true;
      onStatus('open');
    });
    source.addEventListener('order', ({ data }) => onOrder(JSON.parse(data)));
    source.addEventListener('end', () => stop.abort());
    source.addEventListener('error', () => {
      onStatus('reconnecting');
      if (source.readyState === EventSource.CLOSED) resolve(opened);
    });
    stop.signal.addEventListener('abort', () => {
      source.close();
      resolve(opened);
    });
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
