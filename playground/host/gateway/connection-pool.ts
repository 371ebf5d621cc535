import { type Network, NetworkError } from '#machine/network.ts';
import { type AnswerListener, HttpConnection, type OutgoingRequest } from './http-connection.ts';

/** A request that waits for a connection or has one. */
export interface PooledRequest {
  /** Whether the answer's bytes are to wait in the connection. */
  pause(paused: boolean): void;
  /** Nobody waits for the answer any more: leaves the queue, or closes the connection. */
  cancel(): void;
}

interface Waiting {
  readonly request: OutgoingRequest;
  readonly listener: AnswerListener;
  connection: HttpConnection | null;
}

/**
 * The connections of all previews to one port. There are at most `limit` at a time; requests beyond them wait their turn,
 * as in a browser: @see https://www.rfc-editor.org/rfc/rfc9112#section-9.4
 */
export class ConnectionPool {
  readonly #network: Network;
  readonly #port: number;
  readonly #limit: () => number;
  readonly #open = new Set<HttpConnection>();
  readonly #idle: HttpConnection[] = [];
  readonly #queue: Waiting[] = [];

  constructor(network: Network, port: number, limit: () => number) {
    this.#network = network;
    this.#port = port;
    this.#limit = limit;
  }

  submit(request: OutgoingRequest, listener: AnswerListener): PooledRequest {
    const waiting: Waiting = { request, listener, connection: null };
    this.#queue.push(waiting);
    this.serve();
    return {
      pause: (paused) => waiting.connection?.pause(paused),
      cancel: () => {
        const at = this.#queue.indexOf(waiting);
        if (at !== -1) this.#queue.splice(at, 1);
        waiting.connection?.close();
      },
    };
  }

  /** Starts what may start. Call when the limit has changed. */
  serve(): void {
    for (;;) {
      const next = this.#queue[0];
      if (!next) return;
      const connection = this.#idle.pop() ?? (this.#open.size < this.#limit() ? this.#connect(next) : null);
      if (!connection) return;
      if (connection === 'refused') continue;
      this.#queue.shift();
      this.#send(next, connection);
    }
  }

  close(): void {
    this.#queue.length = 0;
    for (const connection of [...this.#open]) connection.close();
  }

  #connect(waiting: Waiting): HttpConnection | 'refused' {
    try {
      const connection = new HttpConnection(this.#network.connect('localhost', this.#port));
      this.#open.add(connection);
      return connection;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      this.#queue.shift();
      waiting.listener.failed(false);
      return 'refused';
    }
  }

  #send(waiting: Waiting, connection: HttpConnection): void {
    waiting.connection = connection;
    connection.onFree = (reusable) => {
      if (waiting.connection === connection) waiting.connection = null;
      this.#freed(connection, reusable);
    };
    connection.send(waiting.request, {
      head: (head) => waiting.listener.head(head),
      body: (bytes) => waiting.listener.body(bytes),
      end: (complete) => waiting.listener.end(complete),
      // The server closed an idle connection just as it was used again: browsers try once more, on a new one.
      failed: (unheard) => {
        waiting.connection = null;
        if (unheard) this.#queue.unshift(waiting);
        else waiting.listener.failed(false);
      },
    });
  }

  #freed(connection: HttpConnection, reusable: boolean): void {
    const idle = this.#idle.indexOf(connection);
    if (reusable) this.#idle.push(connection);
    else {
      this.#open.delete(connection);
      if (idle !== -1) this.#idle.splice(idle, 1);
    }
    this.serve();
  }
}
