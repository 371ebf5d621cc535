import {
  type AsyncContext,
  captureContext,
  currentContext,
  enterContext,
  followContexts,
  runInContext,
} from '../../async-context.ts';
import { invalidArgType } from '../net/coded-error.ts';

export interface AsyncLocalStorageOptions<T> {
  defaultValue?: T;
  name?: string;
}

type Callback<Args extends unknown[], Result> = (...args: Args) => Result;

/**
 * A value that follows callbacks: timers, `nextTick`, microtasks, promises' `then`, AsyncResource.
 * A native `await` loses it, because a browser tells nobody when it continues.
 *
 * @see https://nodejs.org/api/async_context.html#class-asynclocalstorage
 */
export class AsyncLocalStorage<T = unknown> {
  readonly #default: T | undefined;
  readonly #name: string;

  constructor(options: AsyncLocalStorageOptions<T> = {}) {
    if (options === null || typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
    followContexts();
    this.#default = options.defaultValue;
    this.#name = options.name === undefined ? '' : String(options.name);
  }

  get name(): string {
    return this.#name;
  }

  /** The function will always run in the present context. */
  static bind<Args extends unknown[], Result>(fn: Callback<Args, Result>): Callback<Args, Result> {
    if (typeof fn !== 'function') throw invalidArgType('fn', 'of type function', fn);
    const run = captureContext();
    const bound = function (this: unknown, ...args: Args) {
      return run(() => fn.apply(this, args));
    };
    return Object.defineProperty(bound, 'length', { value: fn.length });
  }

  /** Remembers the present context of all storages. The function that it gives calls others in it. */
  static snapshot(): <Args extends unknown[], Result>(fn: Callback<Args, Result>, ...args: Args) => Result {
    const run = captureContext();
    return function bound(fn, ...args) {
      return run(() => fn(...args));
    };
  }

  run<Args extends unknown[], Result>(store: T, callback: Callback<Args, Result>, ...args: Args): Result {
    return runInContext(this.#with(store), () => Reflect.apply(callback, null, args));
  }

  exit<Args extends unknown[], Result>(callback: Callback<Args, Result>, ...args: Args): Result {
    return runInContext(this.#with(undefined), () => Reflect.apply(callback, null, args));
  }

  getStore(): T | undefined {
    const context = currentContext();
    return context.has(this) ? (context.get(this) as T | undefined) : this.#default;
  }

  enterWith(store: T): void {
    enterContext(this.#with(store));
  }

  /** Enters the store until the scope is disposed of, which `using` does. */
  withScope(store: T): RunScope {
    return new RunScope(this.#with(store));
  }

  disable(): void {
    const context = new Map(currentContext());
    context.delete(this);
    enterContext(context);
  }

  #with(store: T | undefined): AsyncContext {
    return new Map(currentContext()).set(this, store);
  }
}

class RunScope {
  readonly #outer = currentContext();

  constructor(context: AsyncContext) {
    enterContext(context);
  }

  dispose(): void {
    enterContext(this.#outer);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
