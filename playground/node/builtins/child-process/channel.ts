import type { SystemChild } from '../../system.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';

type Sent = (error: Error | null) => void;

const channelClosed = () => codedError(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
const alreadyDisconnected = () => codedError(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected');

/** The parent's end of a child's IPC channel. @see https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback */
export class ParentChannel {
  readonly #child: SystemChild;
  readonly #serialization: 'json' | 'advanced';
  readonly #fail: (error: Error) => void;
  #connected = true;

  constructor(child: SystemChild, serialization: 'json' | 'advanced', fail: (error: Error) => void) {
    this.#child = child;
    this.#serialization = serialization;
    this.#fail = fail;
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** True unless the channel is closed. Throws for what cannot be a message. */
  send(message: unknown, ...rest: readonly unknown[]): boolean {
    const callback = rest.find((argument): argument is Sent => typeof argument === 'function') ?? null;
    const value = serialize(message, this.#serialization);
    if (!this.#connected) {
      const error = channelClosed();
      if (callback) process.nextTick(callback, error);
      else process.nextTick(() => this.#fail(error));
      return false;
    }
    this.#child.send(value);
    if (callback) process.nextTick(callback, null);
    return true;
  }

  disconnect(): void {
    if (!this.#connected) {
      this.#fail(alreadyDisconnected());
      return;
    }
    this.#child.disconnect();
  }

  /** The channel is closed, by whichever end. False when it was already. */
  close(): boolean {
    const was = this.#connected;
    this.#connected = false;
    return was;
  }

  ref(): void {}

  unref(): void {}
}

/** Makes of a message what the other process will see: JSON, or a structured clone. */
export function serialize(message: unknown, serialization: 'json' | 'advanced'): unknown {
  if (message === undefined) {
    throw codedError(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
  }
  if (serialization === 'advanced') return structuredClone(message);
  if (message !== null && !['string', 'object', 'number', 'boolean'].includes(typeof message)) {
    throw invalidArgType('message', 'one of type string, object, number, or boolean', message);
  }
  return JSON.parse(JSON.stringify(message));
}
