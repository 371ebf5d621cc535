/**
 * What `AsyncLocalStorage` holds, and how it follows a callback: whoever keeps a callback for later (timers, `nextTick`,
 * microtasks, sockets) binds it here. Until the first storage exists, binding gives back the very same function.
 *
 * @see https://nodejs.org/api/async_context.html
 */
export type AsyncContext = ReadonlyMap<object, unknown>;

export const EMPTY_CONTEXT: AsyncContext = new Map();
let current: AsyncContext = EMPTY_CONTEXT;
let inUse = false;

export function currentContext(): AsyncContext {
  return current;
}

/** Replaces the context for the rest of the running callback. */
export function enterContext(context: AsyncContext): void {
  current = context;
}

/** Runs in `context`, and puts the present one back even when `run` throws. */
export function runInContext<T>(context: AsyncContext, run: () => T): T {
  const outer = current;
  current = context;
  try {
    return run();
  } finally {
    current = outer;
  }
}

const runDirectly = <T>(run: () => T): T => run();

/** Remembers the present context. The function that it gives runs others in it, any number of times. */
export function captureContext(): <T>(run: () => T) => T {
  if (!inUse) return runDirectly;
  const captured = current;
  return (run) => runInContext(captured, run);
}

/** The same callback, which will run in the present context. */
export function bindContext<This, Args extends unknown[], Result>(
  callback: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  if (!inUse) return callback;
  const captured = current;
  return function (...args) {
    return runInContext(captured, () => callback.apply(this, args));
  };
}

/**
 * From now on contexts are followed. `Promise.prototype.then` binds its callbacks too (and with it `catch`, `finally`
 * and `Promise.all`); a native `await` does not call it, so what follows it has no context.
 */
export function followContexts(): void {
  if (inUse) return;
  inUse = true;
  const { then } = Promise.prototype;
  const bound = (callback: unknown) =>
    typeof callback === 'function' ? bindContext(callback.bind(undefined)) : callback;
  const patched = {
    // biome-ignore lint/suspicious/noThenProperty: this is the `then` of promises.
    then(this: Promise<unknown>, onFulfilled?: unknown, onRejected?: unknown) {
      return Reflect.apply(then, this, [bound(onFulfilled), bound(onRejected)]);
    },
  };
  Object.defineProperty(Promise.prototype, 'then', { value: patched.then, writable: true, configurable: true });
}
