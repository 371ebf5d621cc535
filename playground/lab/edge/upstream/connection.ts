import { createConnection, type Socket } from 'node:net';
import { Timeout } from '../client/timeout.ts';
import { clockTime } from '../log/time.ts';

export interface UpstreamListener {
  connected(): void;
  data(bytes: Buffer): void;
  /** The server's FIN. */
  end(): void;
  error(error: NodeJS.ErrnoException): void;
  /** Everything that was written is on its way. */
  drained(): void;
}

/** A connection to a server. */
export class UpstreamConnection {
  readonly peer: string;
  readonly openedAt = clockTime();
  /** Requests so far, this one included. */
  requests = 0;
  listener: UpstreamListener | null = null;
  readonly #socket: Socket;
  readonly #resting = new Timeout();
  readonly #onClose: () => void;

  constructor(peer: string, host: string, port: number, onClose: () => void) {
    this.peer = peer;
    this.#onClose = onClose;
    this.#socket = createConnection({ host, port, allowHalfOpen: true, noDelay: true });
    this.#socket.on('connect', () => this.listener?.connected());
    this.#socket.on('data', (bytes) => this.listener?.data(bytes));
    this.#socket.on('end', () => this.listener?.end());
    this.#socket.on('error', (error) => this.listener?.error(error));
    this.#socket.on('close', () => this.#onClose());
  }

  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes, (error) => {
      if (!error && this.#socket.writableLength === 0) this.listener?.drained();
    });
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Waits for another request. Whatever happens meanwhile, and too long a wait, drop it. */
  rest(timeoutMs: number, drop: () => void): void {
    this.listener = { connected() {}, data: drop, end: drop, error: drop, drained() {} };
    this.#socket.resume();
    this.#resting.start(timeoutMs, drop);
  }

  wake(listener: UpstreamListener): void {
    this.#resting.stop();
    this.listener = listener;
  }

  destroy(): void {
    this.#resting.stop();
    this.listener = null;
    this.#socket.destroy();
  }
}
