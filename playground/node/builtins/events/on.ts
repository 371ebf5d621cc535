import { codedError, invalidArgType } from '../net/coded-error.ts';
import { abortError, validateAbortSignal } from './abort.ts';
import type { EventName } from './listeners.ts';
import { listen, type Source } from './source.ts';

export interface OnOptions {
  signal?: AbortSignal;
  /** Names of events that end the iteration. */
  close?: readonly string[];
  highWaterMark?: number;
  highWatermark?: number;
  lowWaterMark?: number;
  lowWatermark?: number;
}

interface Waiting {
  resolve(result: IteratorResult<unknown[]>): void;
  reject(error: unknown): void;
}

const AsyncIteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/**
 * Each `name` event as the array of its arguments, in order; none is lost while the loop's body waits.
 *
 * @see https://nodejs.org/api/events.html#eventsonemitter-eventname-options
 */
export function on(emitter: Source, name: EventName, options: OnOptions = {}): AsyncIterableIterator<unknown[]> {
  if (options === null || typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortError(signal);
  const high = waterMark(options.highWaterMark ?? options.highWatermark, 'options.highWaterMark', Infinity);
  const low = waterMark(options.lowWaterMark ?? options.lowWatermark, 'options.lowWaterMark', 1);

  const queued: unknown[][] = [];
  const waiting: Waiting[] = [];
  const stops: (() => void)[] = [];
  let failure: { error: unknown } | null = null;
  let finished = false;
  let paused = false;

  const stop = () => {
    for (const remove of stops.splice(0)) remove();
    finished = true;
    for (const one of waiting.splice(0)) one.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true as const });
  };
  const fail = (error: unknown) => {
    const one = waiting.shift();
    if (one) one.reject(error);
    else failure = { error };
    void stop();
  };
  const flow = (method: 'pause' | 'resume') => {
    const change: unknown = Reflect.get(emitter, method);
    paused = method === 'pause';
    if (typeof change === 'function') change.call(emitter);
  };

  stops.push(
    listen(emitter, name, (...args) => {
      const one = waiting.shift();
      if (one) {
        one.resolve({ value: args, done: false });
        return;
      }
      queued.push(args);
      if (!paused && queued.length > high) flow('pause');
    }),
  );
  if (name !== 'error' && typeof Reflect.get(emitter, 'on') === 'function') stops.push(listen(emitter, 'error', fail));
  for (const end of options.close ?? []) stops.push(listen(emitter, end, () => void stop()));
  if (signal) {
    const aborted = () => fail(abortError(signal));
    signal.addEventListener('abort', aborted, { once: true });
    stops.push(() => signal.removeEventListener('abort', aborted));
  }

  const iterator: AsyncIterableIterator<unknown[]> = {
    next() {
      const value = queued.shift();
      if (value) {
        if (paused && queued.length < low) flow('resume');
        return Promise.resolve({ value, done: false });
      }
      if (failure) {
        const { error } = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (finished) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return: stop,
    throw(error) {
      if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'an instance of Error', error);
      fail(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return Object.setPrototypeOf(iterator, AsyncIteratorPrototype);
}

function waterMark(value: unknown, name: string, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value) || value < 1) {
    throw codedError(
      RangeError,
      'ERR_OUT_OF_RANGE',
      Number.isInteger(value)
        ? `The value of "${name}" is out of range. It must be >= 1 && <= 9007199254740991. Received ${value}`
        : `The value of "${name}" is out of range. It must be an integer. Received ${value}`,
    );
  }
  return value;
}
