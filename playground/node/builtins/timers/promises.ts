/** @see https://nodejs.org/api/timers.html#timers-promises-api */
import { invalidArgType } from '../net/coded-error.ts';
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  type Immediate,
  setImmediate as startImmediate,
  setInterval as startInterval,
  setTimeout as startTimeout,
  type Timeout,
} from '../timers.ts';

export interface TimerOptions {
  readonly ref?: boolean;
  readonly signal?: AbortSignal;
}

/** Node's AbortError, which is no DOMException here. */
class AbortError extends Error {
  readonly code = 'ABORT_ERR';

  constructor(cause: unknown) {
    super('The operation was aborted', { cause });
    this.name = 'AbortError';
  }
}

function readOptions({ signal, ref = true }: TimerOptions): { signal: AbortSignal | undefined; ref: boolean } {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
  }
  if (typeof ref !== 'boolean') throw invalidArgType('options.ref', 'of type boolean', ref);
  return { signal, ref };
}

async function wait<Value>(
  start: (done: () => void) => Timeout | Immediate,
  stop: (timer: Timeout | Immediate) => void,
  value: Value,
  options: TimerOptions,
): Promise<Value> {
  const { signal, ref } = readOptions(options);
  if (signal?.aborted) throw new AbortError(signal.reason);
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stop(timer);
      reject(new AbortError(signal?.reason));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) timer.unref();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Resolves to `value` after `delay` milliseconds; rejects when aborted. */
export async function setTimeout<Value>(delay?: number, value?: Value, options: TimerOptions = {}): Promise<Value> {
  if (delay !== undefined && typeof delay !== 'number') throw invalidArgType('delay', 'of type number', delay);
  return wait((done) => startTimeout(done, delay), clearTimeout, value as Value, options);
}

/** Resolves to `value` in the next iteration of the event loop. */
export async function setImmediate<Value>(value?: Value, options: TimerOptions = {}): Promise<Value> {
  return wait((done) => startImmediate(done), clearImmediate, value as Value, options);
}

/** Yields `value` every `delay` milliseconds, also for what came while nobody asked. */
export async function* setInterval<Value>(
  delay?: number,
  value?: Value,
  options: TimerOptions = {},
): AsyncGenerator<Value, void, void> {
  const { signal, ref } = readOptions(options);
  if (signal?.aborted) throw new AbortError(signal.reason);
  let passed = 0;
  let turn = Promise.withResolvers<void>();
  const timer = startInterval(() => {
    passed++;
    turn.resolve();
  }, delay);
  if (!ref) timer.unref();
  const onAbort = () => {
    clearInterval(timer);
    turn.reject(new AbortError(signal?.reason));
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (passed === 0) await turn.promise;
      turn = Promise.withResolvers<void>();
      if (signal?.aborted) throw new AbortError(signal.reason);
      for (; passed > 0; passed--) yield value as Value;
    }
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** @see https://nodejs.org/api/timers.html#timerspromisesschedulerwaitdelay-options */
export const scheduler = {
  wait: (delay: number, options?: TimerOptions) => setTimeout(delay, undefined, options),
  yield: () => setImmediate(),
};

export default { scheduler, setImmediate, setInterval, setTimeout };
