// A class; the clock is asked for nothing, and the EventSource itself is asked what the last id was.
type Status = 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed';
interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: { order: number; status: string }): void;
  onNote?(note: { text: string }): void;
}

class LiveShop {
  readonly #options: Options;
  #url: URL;
  #source: EventSource;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#url = new URL(options.url, window.location.href);
    options.onStatus('connecting');
    this.#source = this.#open();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#source.close();
    this.#options.onStatus('closed');
  }

  handleEvent(event: Event): void {
    if (event instanceof MessageEvent) {
      const next = new URL(this.#url);
      next.searchParams.set('lastEventId', event.lastEventId);
      this.#url = next;
    }
    switch (event.type) {
      case 'open':
        this.#failures = 0;
        return this.#options.onStatus('open');
      case 'error':
        this.#options.onStatus('reconnecting');
        if (this.#source.readyState === EventSource.CLOSED) this.#later();
        return;
      case 'reset':
        return this.#options.onStatus('outdated');
      case 'order':
        if (event instanceof MessageEvent) this.#options.onOrder(JSON.parse(event.data));
        return;
      case 'note':
        if (event instanceof MessageEvent) this.#options.onNote?.(JSON.parse(event.data));
        return;
    }
  }

  #open(): EventSource {
    const source = new EventSource(`${this.#url.pathname}${this.#url.search}`);
    for (const name of ['open', 'error', 'reset', 'order', 'note']) source.addEventListener(name, this);
    return source;
  }

  #later(): void {
    const ceiling = Math.min(30_000, 1_000 * 2 ** this.#failures++);
    this.#retry = setTimeout(() => {
      this.#source = this.#open();
    }, Math.random() * ceiling);
  }
}

export const connect = (options: Options) => new LiveShop(options);
