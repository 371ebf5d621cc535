import { captureContext } from '../../async-context.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';

/** The main program is number 1, as in Node. Only resources that a program makes are numbered: a browser hides its own. */
const MAIN_ID = 1;

let lastId = MAIN_ID;
let running: { readonly id: number; readonly trigger: number; readonly resource: object } = {
  id: MAIN_ID,
  trigger: 0,
  resource: {},
};

export const executionAsyncId = (): number => running.id;
export const triggerAsyncId = (): number => running.trigger;
export const executionAsyncResource = (): object => running.resource;

type Callback<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;

/**
 * Remembers the context in which it was made, for libraries that keep callbacks of their own.
 *
 * @see https://nodejs.org/api/async_context.html#class-asyncresource
 */
export class AsyncResource {
  readonly #run = captureContext();
  readonly #id = ++lastId;
  readonly #trigger: number;

  constructor(type: string, options: number | { triggerAsyncId?: number; requireManualDestroy?: boolean } = {}) {
    if (typeof type !== 'string') throw invalidArgType('type', 'of type string', type);
    const trigger = typeof options === 'number' ? options : (options.triggerAsyncId ?? running.id);
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw codedError(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${String(trigger)}`);
    }
    this.#trigger = trigger;
  }

  static bind<This, Args extends unknown[], Result>(
    fn: Callback<This, Args, Result>,
    type?: string,
    thisArg?: This,
  ): Callback<This, Args, Result> {
    return new AsyncResource(type || fn?.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#trigger;
  }

  runInAsyncScope<This, Args extends unknown[], Result>(
    fn: Callback<This, Args, Result>,
    thisArg: This,
    ...args: Args
  ): Result {
    const outer = running;
    running = { id: this.#id, trigger: this.#trigger, resource: this };
    try {
      return this.#run(() => Reflect.apply(fn, thisArg, args));
    } finally {
      running = outer;
    }
  }

  /** Tells the hooks of `createHook`, of which the machine has none. */
  emitDestroy(): this {
    return this;
  }

  bind<This, Args extends unknown[], Result>(
    fn: Callback<This, Args, Result>,
    thisArg?: This,
  ): Callback<This, Args, Result> {
    if (typeof fn !== 'function') throw invalidArgType('fn', 'of type function', fn);
    const resource = this;
    const bound = function (this: This, ...args: Args): Result {
      return resource.runInAsyncScope(fn, thisArg === undefined ? this : thisArg, ...args);
    };
    return Object.defineProperties(bound, { length: { value: fn.length }, name: { value: 'runInAsyncScope' } });
  }
}
