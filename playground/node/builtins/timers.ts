import { bindContext } from '../async-context.ts';
import { queueImmediate, setTimerPhase, wake } from '../event-loop.ts';
import { acquire, type Handle } from '../liveness.ts';
import { invalidArgType } from './net/coded-error.ts';
import * as promises from './timers/promises.ts';

type Arguments = readonly unknown[];
type Callback = (...args: unknown[]) => unknown;

/** The longest delay, in milliseconds: longer ones fire at once, as in Node. */
const MAX_DELAY = 2 ** 31 - 1;

/** Waiting timers, by the time when they are due, then by age. */
const waiting: Timeout[] = [];
/** How many of them were asked for without delay. Node rounds those up to 1 ms; a browser would make 4 ms of it. */
let undelayed = 0;
const known = new Map<number, Timeout>();
let ids = 0;
let starts = 0;

const now = () => Math.floor(performance.now());

/** @see https://nodejs.org/api/timers.html#class-timeout */
export class Timeout {
  readonly #id = ++ids;
  readonly #callback: Callback;
  readonly #args: Arguments;
  readonly #life: Handle = acquire();
  readonly #undelayed: boolean;
  #due = 0;
  #order = 0;
  #waits = false;
  #listed = false;
  #over = false;
  /** Milliseconds. */
  _idleTimeout: number;
  _repeat: number | null;

  constructor(callback: Callback, delay: number, args: Arguments, repeats: boolean) {
    this.#callback = bindContext(callback);
    this.#args = args;
    this.#undelayed = delay === 0 && !repeats;
    this._idleTimeout = delay === 0 ? 1 : delay;
    this._repeat = repeats ? this._idleTimeout : null;
    this.#start();
  }

  get _destroyed(): boolean {
    return this.#over;
  }

  /** Starts the delay anew, also of a timer that has fired. */
  refresh(): this {
    if (this.#over) return this;
    this.#stop();
    this.#start();
    return this;
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#life.hasRef();
  }

  close(): this {
    this._cancel();
    return this;
  }

  [Symbol.toPrimitive](): number {
    this.#listed = true;
    known.set(this.#id, this);
    return this.#id;
  }

  [Symbol.dispose](): void {
    this._cancel();
  }

  _cancel(): void {
    this.#stop();
    this.#over = true;
    this.#life.release();
    if (this.#listed) known.delete(this.#id);
  }

  static {
    setTimerPhase({
      takeDue(at) {
        const first = waiting[0];
        if (!first || first.#due > Math.floor(at) + (undelayed > 0 ? 1 : 0)) return null;
        first.#stop();
        return () => first.#fire();
      },
      untilNext: () => (undelayed > 0 ? 0 : waiting[0] ? waiting[0].#due - performance.now() : null),
    });
  }

  #fire(): void {
    try {
      this.#callback.apply(this, [...this.#args]);
    } finally {
      if (!this.#over && !this.#waits) {
        if (this._repeat !== null) this.#start();
        else this.#life.unref();
      }
    }
  }

  #start(): void {
    this.#due = now() + this._idleTimeout;
    this.#order = starts++;
    this.#waits = true;
    if (this.#undelayed) undelayed++;
    const place = this.#place();
    waiting.splice(place, 0, this);
    if (place === 0) wake();
  }

  #stop(): void {
    if (!this.#waits) return;
    this.#waits = false;
    if (this.#undelayed) undelayed--;
    waiting.splice(this.#place(), 1);
  }

  /** Where it is among the waiting, or belongs. */
  #place(): number {
    let low = 0;
    let high = waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = waiting[middle]!;
      if (other.#due < this.#due || (other.#due === this.#due && other.#order < this.#order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @see https://nodejs.org/api/timers.html#class-immediate */
export class Immediate {
  readonly #life: Handle = acquire();
  #run: (() => void) | null;

  constructor(callback: Callback, args: Arguments) {
    const bound = bindContext(callback);
    this.#run = () => bound(...args);
    queueImmediate(() => {
      const run = this.#run;
      this._cancel();
      run?.();
    });
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#life.hasRef();
  }

  [Symbol.dispose](): void {
    this._cancel();
  }

  _cancel(): void {
    this.#run = null;
    this.#life.release();
  }
}

function readCallback(callback: unknown): Callback {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  return callback as Callback;
}

/** Milliseconds, as Node reads a delay: a number from 1 to 2^31 − 1, else 1. Here 0 stands for that 1. */
function readDelay(delay: unknown): number {
  const milliseconds = Math.trunc(Number(delay));
  if (milliseconds > MAX_DELAY) {
    process.emitWarning(
      `${String(delay)} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
      'TimeoutOverflowWarning',
    );
    return 1;
  }
  return milliseconds >= 1 ? milliseconds : 0;
}

/** @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export function setTimeout(callback: unknown, delay?: unknown, ...args: Arguments): Timeout {
  return new Timeout(readCallback(callback), readDelay(delay), args, false);
}

/** @see https://nodejs.org/api/timers.html#setintervalcallback-delay-args */
export function setInterval(callback: unknown, delay?: unknown, ...args: Arguments): Timeout {
  return new Timeout(readCallback(callback), readDelay(delay), args, true);
}

/** @see https://nodejs.org/api/timers.html#setimmediatecallback-args */
export function setImmediate(callback: unknown, ...args: Arguments): Immediate {
  return new Immediate(readCallback(callback), args);
}

/** Takes a timer or the number that it converts to. Anything else is ignored. */
export function clearTimeout(timer?: unknown): void {
  if (timer instanceof Timeout) timer._cancel();
  else if (typeof timer === 'number' || typeof timer === 'string') known.get(Number(timer))?._cancel();
}

export const clearInterval = clearTimeout;

export function clearImmediate(immediate?: unknown): void {
  if (immediate instanceof Immediate) immediate._cancel();
}

for (const [timer, promise] of [
  [setTimeout, promises.setTimeout],
  [setImmediate, promises.setImmediate],
] as const) {
  Object.defineProperty(timer, Symbol.for('nodejs.util.promisify.custom'), { enumerable: true, get: () => promise });
}

export { promises };

export default {
  clearImmediate,
  clearInterval,
  clearTimeout,
  // Each of the two modules imports the other: it is read when somebody asks.
  get promises() {
    return promises.default;
  },
  setImmediate,
  setInterval,
  setTimeout,
};
