import type { Address, SocketErrorCode } from '#machine/protocol.ts';
import { captureContext } from '../../async-context.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { runCallback } from '../../process-lifecycle.ts';
import { type SocketListener, type SystemSocket, system } from '../../system.ts';
import { Buffer } from '../buffer.ts';
import { setImmediate } from '../timers.ts';
import type { SystemErrorCode } from './system-error.ts';

export interface TcpListener {
  connected(): void;
  failed(code: SocketErrorCode): void;
  /** False asks the handle to stop reading until the next `readStart`. */
  data(bytes: Buffer): boolean;
  end(): void;
  reset(): void;
}

type WriteCallback = (code: SystemErrorCode | null) => void;
type Received = Uint8Array | 'end' | 'reset';

/** The most that one read brings, as libuv's buffer allows. */
const READ_BYTES = 64 * 1024;

/**
 * One end of a connection as libuv's `uv_tcp_t` offers it to `net.Socket`: reading that starts and stops, one write at a
 * time, and liveness: a handle keeps the process running only while it connects, reads or has a write waiting.
 */
export class TcpHandle {
  listener: TcpListener | null = null;
  local: Address | null;
  remote: Address | null;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  #socket: SystemSocket | null;
  #connecting: boolean;
  readonly #received: Received[] = [];
  #ended = false;
  #broken: SystemErrorCode | null = null;
  #waiting: WriteCallback | null = null;
  #delivery = false;
  readonly #life: Handle = acquire();
  /** What a handle tells is told in the async context in which it was made, as in Node. */
  readonly #inContext = captureContext();
  #referenced = true;

  /** A connection that was accepted has its addresses; one to be opened gets them from `connect`. */
  constructor(accepted: { socket: SystemSocket; local: Address; remote: Address } | null) {
    this.#connecting = accepted === null;
    this.#socket = accepted?.socket ?? null;
    this.local = accepted?.local ?? null;
    this.remote = accepted?.remote ?? null;
    if (accepted) accepted.socket.listener = this.#socketListener();
    this.#updateLife();
  }

  connect(address: string, port: number): void {
    this.#socket = system().connect(address, port, this.#socketListener());
  }

  readStart(): void {
    if (this.reading) return;
    this.reading = true;
    this.#updateLife();
    this.#deliverSoon();
  }

  readStop(): void {
    this.reading = false;
    this.#updateLife();
  }

  /** Sends `bytes`, which it owns from now on. The callback runs at once when the window takes them, later when not. */
  write(bytes: Uint8Array, callback: WriteCallback): void {
    if (this.#broken || !this.#socket) {
      callback(this.#broken ?? 'EPIPE');
      return;
    }
    this.bytesWritten += bytes.byteLength;
    if (bytes.byteLength === 0 || this.#socket.send(bytes)) {
      callback(null);
      return;
    }
    this.#waiting = callback;
    this.#updateLife();
  }

  shutdown(): void {
    this.#socket?.shutdown();
  }

  close(): void {
    this.#leave()?.close();
  }

  reset(): void {
    this.#leave()?.reset();
  }

  ref(): void {
    this.#referenced = true;
    this.#updateLife();
  }

  unref(): void {
    this.#referenced = false;
    this.#updateLife();
  }

  #socketListener(): SocketListener {
    return {
      connected: (local, remote) => {
        this.local = local;
        this.remote = remote;
        this.#connecting = false;
        this.#call(() => this.listener?.connected());
        this.#updateLife();
      },
      failed: (code) => {
        this.#socket = null;
        this.#connecting = false;
        this.#call(() => this.listener?.failed(code));
        this.#updateLife();
      },
      data: (bytes) => this.#receive(bytes),
      end: () => this.#receive('end'),
      reset: () => this.#onReset(),
      writable: () => {
        const waiting = this.#waiting;
        this.#waiting = null;
        if (waiting) this.#call(() => waiting(null));
        this.#updateLife();
      },
    };
  }

  #call(callback: () => void): void {
    runCallback(() => this.#inContext(callback));
  }

  #receive(item: Received): void {
    this.#received.push(item);
    if (!this.reading) return;
    if (typeof item === 'string') this.#deliverSoon();
    else this.#call(() => this.#deliver());
  }

  #onReset(): void {
    this.#socket = null;
    // Linux tells a writer that has seen the peer's FIN EPIPE, others ECONNRESET (tcp_reset in net/ipv4/tcp_input.c).
    this.#broken = this.#ended ? 'EPIPE' : 'ECONNRESET';
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#receive('reset');
    if (waiting) this.#call(() => waiting(this.#broken));
    this.#updateLife();
  }

  #leave(): SystemSocket | null {
    const socket = this.#socket;
    this.#socket = null;
    this.listener = null;
    this.reading = false;
    this.#waiting = null;
    if (socket) socket.listener = null;
    this.#life.release();
    return socket;
  }

  #deliverSoon(): void {
    if (this.#delivery || this.#received.length === 0) return;
    this.#delivery = true;
    setImmediate(() => {
      this.#delivery = false;
      this.#inContext(() => this.#deliver());
    });
  }

  #deliver(): void {
    try {
      do this.#deliverNext();
      while (this.reading && this.#received.length > 0 && typeof this.#received[0] !== 'string');
    } finally {
      // A listener that throws must not hold back what came after, and the end has a turn of its own: what awaits the
      // data before it runs first, as between two reads of libuv.
      if (this.reading) this.#deliverSoon();
    }
  }

  #deliverNext(): void {
    const next = this.reading ? this.#received.shift() : undefined;
    if (next === undefined) return;
    if (typeof next === 'string') {
      this.#deliverEnd(next);
      return;
    }
    const piece = next.byteLength > READ_BYTES ? next.subarray(0, READ_BYTES) : next;
    if (piece !== next) this.#received.unshift(next.subarray(READ_BYTES));
    this.bytesRead += piece.byteLength;
    this.#socket?.consumed(piece.byteLength);
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (this.listener?.data(buffer) === false) this.readStop();
  }

  #deliverEnd(kind: 'end' | 'reset'): void {
    this.reading = false;
    if (kind === 'end') {
      this.#ended = true;
      this.listener?.end();
    } else if (!this.#ended) {
      this.listener?.reset();
    }
    this.#updateLife();
  }

  #updateLife(): void {
    const active = this.#connecting || (this.reading && !this.#ended) || this.#waiting !== null;
    if (active && this.#referenced) this.#life.ref();
    else this.#life.unref();
  }
}
