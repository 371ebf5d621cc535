export type Status = 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed';

export interface Order {
  order: number;
  status: string;
  note?: string;
}

export interface Options {
  url: string;
  onStatus(status: Status): void;
  onOrder(order: Order): void;
}

class Watch {
  readonly #options: Options;
  readonly #url: URL;
  #source: EventSource | null = null;
  #wait = 1_000;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #look: ReturnType<typeof setInterval>;
  #cursor: [number, number] | null;

  constructor(options: Options) {
    this.#options = options;
    this.#url = new URL(options.url, location.href);
    const given = this.#url.searchParams.get('lastEventId');
    this.#cursor = given ? this.#parse(given) : null;
    options.onStatus('connecting');
    this.#open();
    // Looks now and then, in place of a timer that is set anew with each event.
    this.#look = setInterval(() => this.#check(), 5_000);
  }

  close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
    this.#options.onStatus('closed');
  }

  #open(): void {
    if (this.#cursor) this.#url.searchParams.set('lastEventId', this.#cursor.join('-'));
    this.#source = new EventSource(this.#url.pathname + this.#url.search);
    this.#heard();
    this.#source.onopen = () => {
      this.#heard();
      this.#wait = 1_000;
      this.#options.onStatus('open');
    };
    this.#source.onerror = () => {
      this.#heard();
      this.#options.onStatus('reconnecting');
      if (this.#source?.readyState === 2) this.#openLater();
    };
    this.#source.addEventListener('heartbeat', () => this.#heard());
    this.#source.addEventListener('order', (event) => this.#order(event));
    this.#source.addEventListener('reset', (event) => {
      this.#heard();
      this.#cursor = this.#parse(event.lastEventId);
      this.#options.onStatus('outdated');
    });
  }

  #order({ lastEventId, data }: MessageEvent<string>): void {
    this.#heard();
    const [time, sequence] = this.#parse(lastEventId);
    if (this.#cursor) {
      const [lastTime, lastSequence] = this.#cursor;
      if (time < lastTime || (time === lastTime && sequence <= lastSequence)) return;
    }
    this.#cursor = [time, sequence];
    this.#options.onOrder(JSON.parse(data));
  }

  #parse(id: string): [number, number] {
    const [time, sequence] = id.split('-');
    return [Number(time), Number(sequence)];
  }

  #heard(): void {
    this.#heardAt = performance.now();
  }

  #check(): void {
    if (this.#source === null || this.#source.readyState === 2 || performance.now() - this.#heardAt < 48_000) return;
    this.#source.close();
    this.#options.onStatus('reconnecting');
    this.#openLater();
  }

  #openLater(): void {
    this.#retry = setTimeout(() => this.#open(), Math.random() * this.#wait);
    this.#wait = Math.min(this.#wait * 2, 30_000);
  }
}

export function connect(options: Options): { close(): void } {
  return new Watch(options);
}
