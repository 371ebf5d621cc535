import { bindContext } from '../../async-context.ts';
import { queueEvent } from '../../event-loop.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { invalidArgType } from '../net/coded-error.ts';
import { NodeEventTarget } from './event-target-listeners.ts';

type MessageListener = ((event: MessageEvent) => void) | null;

/** Only a channel makes ports, in pairs. */
const kMake = Symbol('make a port');

/**
 * One end of a channel inside the process. It keeps the process alive while somebody listens for messages, which the
 * browser's own does not.
 *
 * @see https://nodejs.org/api/worker_threads.html#class-messageport
 */
export class MessagePort extends NodeEventTarget {
  #peer: MessagePort | null = null;
  readonly #queue: unknown[] = [];
  #onmessage: MessageListener = null;
  #onmessageerror: MessageListener = null;
  #started = false;
  #closed = false;
  #listeners = 0;
  readonly #life: Handle = acquire();

  constructor(key?: symbol) {
    if (key !== kMake)
      throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_CONSTRUCT_CALL_INVALID' });
    super();
    this.#life.unref();
  }

  static pair(): [MessagePort, MessagePort] {
    const [one, other] = [new MessagePort(kMake), new MessagePort(kMake)];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  get onmessage(): MessageListener {
    return this.#onmessage;
  }

  set onmessage(listener: MessageListener) {
    if (this.#onmessage) this.removeEventListener('message', this.#onmessage as EventListener);
    this.#onmessage = typeof listener === 'function' ? listener : null;
    if (this.#onmessage) this.addEventListener('message', this.#onmessage as EventListener);
  }

  get onmessageerror(): MessageListener {
    return this.#onmessageerror;
  }

  set onmessageerror(listener: MessageListener) {
    this.#onmessageerror = typeof listener === 'function' ? listener : null;
  }

  postMessage(value: unknown, options?: readonly Transferable[] | StructuredSerializeOptions): void {
    const transfer = Array.isArray(options) ? options : ((options as StructuredSerializeOptions)?.transfer ?? []);
    const message = structuredClone(value, { transfer });
    const peer = this.#peer;
    if (!peer || this.#closed) return;
    peer.#queue.push(message);
    peer.#deliverSoon();
  }

  start(): void {
    if (this.#started || this.#closed) return;
    this.#started = true;
    for (let i = 0; i < this.#queue.length; i++) this.#deliverSoon();
  }

  close(callback?: () => void): void {
    if (callback) this.once('close', callback);
    const peer = this.#peer;
    this.#end();
    if (peer) peer.#end();
  }

  ref(): void {
    if (!this.#closed) this.#life.ref();
  }

  unref(): void {
    this.#life.unref();
  }

  hasRef(): boolean {
    return this.#life.hasRef();
  }

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
    if (type !== 'message') return;
    if (this.#listeners++ === 0) this.ref();
    this.start();
  }

  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void {
    super.removeEventListener(type, listener, options);
    if (type === 'message' && this.#listeners > 0 && --this.#listeners === 0) this.unref();
  }

  /** The oldest message that waits, without an event. */
  _take(): { message: unknown } | undefined {
    return this.#queue.length > 0 ? { message: this.#queue.shift() } : undefined;
  }

  #deliverSoon(): void {
    if (!this.#started) return;
    const life = acquire();
    if (!this.#life.hasRef()) life.unref();
    queueEvent(
      bindContext(() => {
        life.release();
        const next = this.#started ? this._take() : undefined;
        if (next) this.dispatchEvent(new MessageEvent('message', { data: next.message }));
      }),
    );
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer = null;
    // What was sent before the end still arrives.
    queueEvent(() => {
      this.#life.release();
      this.dispatchEvent(new Event('close'));
    });
  }
}

/** @see https://nodejs.org/api/worker_threads.html#class-messagechannel */
export class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;

  constructor() {
    [this.port1, this.port2] = MessagePort.pair();
  }
}

/** @see https://nodejs.org/api/worker_threads.html#worker_threadsreceivemessageonportport */
export function receiveMessageOnPort(port: unknown): { message: unknown } | undefined {
  if (!(port instanceof MessagePort)) throw invalidArgType('port', 'a MessagePort instance', port);
  return port._take();
}
