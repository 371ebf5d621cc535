import { acquire } from '../../liveness.ts';
import { system } from '../../system.ts';
import { serialize } from '../child-process/channel.ts';
import type { EventEmitter } from '../events.ts';
import { codedError } from '../net/coded-error.ts';

type Sent = (error: Error | null) => void;

/**
 * The child's end of the channel that `child_process.fork` opens: `process.send` and what belongs to it. It keeps the
 * process running while somebody listens for messages. Messages wait for their first listener.
 *
 * @see https://nodejs.org/api/process.html#processsendmessage-sendhandle-options-callback
 */
export class ChildChannel {
  connected = true;
  readonly #process: EventEmitter;
  readonly #life = acquire();
  readonly #serialization: 'json' | 'advanced';
  #early: unknown[] = [];

  constructor(process: EventEmitter, serialization: 'json' | 'advanced') {
    this.#process = process;
    this.#serialization = serialization;
    this.#life.unref();
    process.on('newListener', (name: unknown) => {
      if (name !== 'message' && name !== 'disconnect') return;
      if (this.connected) this.#life.ref();
      if (name === 'message') queueMicrotask(() => this.#deliverEarly());
    });
    process.on('removeListener', () => {
      if (process.listenerCount('message') + process.listenerCount('disconnect') === 0) this.#life.unref();
    });
  }

  send(message: unknown, ...rest: readonly unknown[]): boolean {
    const callback = rest.find((argument): argument is Sent => typeof argument === 'function') ?? null;
    const value = serialize(message, this.#serialization);
    if (!this.connected) {
      const error = codedError(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
      process.nextTick(() => (callback ? callback(error) : this.#process.emit('error', error)));
      return false;
    }
    system().sendToParent(value);
    if (callback) process.nextTick(callback, null);
    return true;
  }

  disconnect(): void {
    if (!this.connected) {
      this.#process.emit('error', codedError(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'));
      return;
    }
    system().disconnectFromParent();
    process.nextTick(() => this.closed());
  }

  /** The channel is closed, by whichever end. */
  closed(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#life.release();
    this.#process.emit('disconnect');
  }

  received(message: unknown): void {
    if (this.#process.listenerCount('message') === 0) this.#early.push(message);
    else this.#process.emit('message', message, undefined);
  }

  ref(): void {
    this.#life.ref();
  }

  unref(): void {
    this.#life.unref();
  }

  #deliverEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const message of early) this.#process.emit('message', message, undefined);
  }
}
