import { queueEvent } from '../../event-loop.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { codedError } from '../net/coded-error.ts';

type MessageListener = ((event: MessageEvent) => void) | null;

const channels = new Map<string, Set<BroadcastChannel>>();

/** Reaches the others of its name in this process: the browser's own would reach other machines. @see https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget */
export class BroadcastChannel extends EventTarget {
  readonly name: string;
  onmessage: MessageListener = null;
  onmessageerror: MessageListener = null;
  #closed = false;
  readonly #life: Handle = acquire();

  constructor(...args: readonly unknown[]) {
    if (args.length === 0) throw codedError(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    super();
    this.name = String(args[0]);
    channels.set(this.name, (channels.get(this.name) ?? new Set()).add(this));
  }

  postMessage(value: unknown): void {
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    const message = structuredClone(value);
    for (const other of channels.get(this.name) ?? []) {
      if (other !== this) queueEvent(() => other.#receive(structuredClone(message)));
    }
  }

  close(): void {
    this.#closed = true;
    channels.get(this.name)?.delete(this);
    this.#life.release();
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }

  #receive(data: unknown): void {
    if (this.#closed) return;
    const event = new MessageEvent('message', { data });
    this.onmessage?.(event);
    this.dispatchEvent(event);
  }
}
