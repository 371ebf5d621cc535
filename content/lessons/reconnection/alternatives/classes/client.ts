// A class; failures are forgotten only after ten good seconds; half of each delay is fixed and half is random.
type Status = 'connecting' | 'open' | 'reconnecting' | 'closed';
interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: { order: number; status: string }): void;
}

class LiveOrders {
  #options: Options;
  #source: EventSource | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #healthyTimer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #status: Status | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#set('connecting');
    this.#open();
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#healthyTimer);
    this.#source?.close();
    this.#set('closed');
  }

  #open(): void {
    this.#source = new window.EventSource(new URL(this.#options.url, location.href));
    this.#source.addEventListener('open', () => {
      this.#healthyTimer = setTimeout(() => {
        this.#failures = 0;
      }, 10_000);
      this.#set('open');
    });
    this.#source.addEventListener('error', (event) => {
      clearTimeout(this.#healthyTimer);
      if (this.#status !== 'closed') this.#failed(event.target as EventSource);
    });
    this.#source.addEventListener('order', this);
    this.#source.addEventListener('end', this);
  }

  handleEvent(event: MessageEvent): void {
    if (event.type === 'end') this.close();
    else this.#options.onOrder(JSON.parse(event.data));
  }

  #failed(source: EventSource): void {
    this.#set('reconnecting');
    if (source.readyState !== EventSource.CLOSED) return;
    const ceiling = Math.min(30_000, 1_000 * 2 ** this.#failures++);
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    this.#retryTimer = setTimeout(() => this.#open(), ceiling / 2 + (random / 2 ** 32) * (ceiling / 2));
  }

  #set(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onStatus(status);
  }
}

export const connect = (options: Options) => new LiveOrders(options);
