import type { AsyncLocalStorage } from '../async_hooks.ts';
import { invalidArgType } from '../net/coded-error.ts';

export type ChannelName = string | symbol;
export type Subscriber = (message: unknown, name: ChannelName) => void;
type Transform = (message: never) => unknown;

/** An error of a subscriber is the program's, not the publisher's. */
function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/** @see https://nodejs.org/api/diagnostics_channel.html#class-channel */
export class Channel {
  readonly name: ChannelName;
  #subscribers: readonly Subscriber[] = [];
  readonly #stores = new Map<AsyncLocalStorage, Transform | undefined>();

  constructor(name: ChannelName) {
    this.name = name;
  }

  get hasSubscribers(): boolean {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscriber: Subscriber): void {
    checkSubscriber(subscriber);
    this.#subscribers = [...this.#subscribers, subscriber];
  }

  unsubscribe(subscriber: Subscriber): boolean {
    const index = this.#subscribers.indexOf(subscriber);
    if (index === -1) return false;
    this.#subscribers = this.#subscribers.toSpliced(index, 1);
    return true;
  }

  bindStore(store: AsyncLocalStorage, transform?: Transform): void {
    this.#stores.set(store, transform);
  }

  unbindStore(store: AsyncLocalStorage): boolean {
    return this.#stores.delete(store);
  }

  publish(message: unknown): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** Publishes and calls `fn` with the message in each bound store. */
  runStores<This, Args extends unknown[], Result>(
    message: unknown,
    fn: (this: This, ...args: Args) => Result,
    thisArg?: This,
    ...args: Args
  ): Result {
    let run = () => {
      this.publish(message);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = run;
      run = () => store.run(transform ? transform(message as never) : message, inner);
    }
    return run();
  }
}

function checkSubscriber(subscriber: unknown): void {
  if (typeof subscriber !== 'function') throw invalidArgType('subscription', 'of type function', subscriber);
}

const channels = new Map<ChannelName, Channel>();

/** The channel of that name, which is made when it is first asked for. @see https://nodejs.org/api/diagnostics_channel.html#diagnostics_channelchannelname */
export function channel(name: ChannelName): Channel {
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw invalidArgType('channel', 'one of type string or symbol', name);
  }
  const known = channels.get(name) ?? new Channel(name);
  channels.set(name, known);
  return known;
}
