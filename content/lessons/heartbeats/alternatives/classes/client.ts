// Classes: a watchdog that knows nothing of streams, and a stream that owns one. A deadline instead of a reset timer.
type Status = 'connecting' | 'open' | 'reconnecting' | 'closed';
interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: { table: number; dish: string }): void;
}

class Watchdog {
  readonly #bark: () => void;
  #deadline = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(bark: () => void) {
    this.#bark = bark;
  }

  feed(ms = 44_000): void {
    this.#deadline = Date.now() + ms;
    this.#timer ??= setTimeout(this.#look, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    const left = this.#deadline - Date.now();
    if (left > 0) this.#timer = setTimeout(this.#look, left);
    else this.#bark();
  };
}

class LiveOrders {
  readonly #options: Options;
  readonly #watchdog = new Watchdog(() => {
    this.#source?.close();
    this.#failed();
  });
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: Options) {
    this.#options = options;
    options.onStatus('connecting');
    this.#open();
  }

  close(): void {
    this.#watchdog.stop();
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#options.onStatus('closed');
  }

  handleEvent(event: Event): void {
    this.#watchdog.feed();
    if (event.type === 'open') {
      this.#failures = 0;
      this.#options.onStatus('open');
    } else if (event.type === 'error') {
      this.#options.onStatus('reconnecting');
      if (this.#source?.readyState === EventSource.CLOSED) this.#failed();
    } else if (event.type === 'order' && event instanceof MessageEvent) {
      this.#options.onOrder(JSON.parse(event.data));
    }
  }

  #open(): void {
    this.#source = new window.EventSource(new URL(this.#options.url, location.href));
    this.#watchdog.feed();
    for (const name of ['open', 'error', 'order', 'heartbeat']) this.#source.addEventListener(name, this);
  }

  #failed(): void {
    this.#watchdog.stop();
    this.#options.onStatus('reconnecting');
    const ceiling = Math.min(30_000, 1_000 * 2 ** this.#failures++);
    this.#retry = setTimeout(() => this.#open(), ceiling / 2 + (Math.random() * ceiling) / 2);
  }
}

export const connect = (options: Options) => new LiveOrders(options);
