// Loaded before the clock is there, it takes the real setInterval for its own purposes.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timersModule from 'node:timers';
import promisesModule from 'node:timers/promises';
import FakeTimers from '@sinonjs/fake-timers';
import { EPOCH } from './protocol.ts';

const { setImmediate: realImmediate } = timersModule;

/** More timers than this in so many virtual milliseconds are a loop: a flood of events has fewer. */
const RUNAWAY_FIRED = 3_000;
const RUNAWAY_SPAN_MS = 10_000;

/** Resolves when everything that was ready to run has run: callbacks, microtasks, and what the kernel had to say. */
export async function comeToRest(): Promise<void> {
  // The first turn ends before the kernel is asked, the second after it.
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => realImmediate(resolve));
}

/**
 * The clock that a process lives by: `Date`, `performance`, `process.hrtime`, and the timers of `globalThis`,
 * `node:timers` and `node:timers/promises` stand still until it is moved. `setImmediate` is real, and so are the timers
 * inside Node's own modules, which never look at the global ones.
 */
export class ProcessClock {
  /** Kept, or a bundler drops the import: whoever loads it after this has virtual timers inside. */
  readonly realInside = http;
  readonly #clock: FakeTimers.Clock;
  /** Ids of timers that do not keep the process alive. */
  readonly #unreferenced = new Set<number>();
  #spanStart = 0;
  #firedInSpan = 0;

  /** `at` is in virtual milliseconds. */
  constructor(at: number) {
    this.#clock = FakeTimers.install({
      now: EPOCH + at,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance', 'hrtime'],
    });
    // Node makes 1 ms of a delay of 0. So does this clock while it is in a timer; here it always believes that.
    Object.defineProperty(this.#clock, 'duringTick', { get: () => true, set() {} });
    this.#watchReferences();
    Object.assign(promisesModule.scheduler, {
      wait: (delay: number, options?: { signal?: AbortSignal }) => promisesModule.setTimeout(delay, undefined, options),
    });
    AbortSignal.timeout = (delay) => {
      const controller = new AbortController();
      const expire = () =>
        controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      globalThis.setTimeout(expire, delay);
      return controller.signal;
    };
    syncBuiltinESMExports();
  }

  get now(): number {
    return this.#clock.now - EPOCH;
  }

  /** When the next timer is due; null without one. */
  get next(): number | null {
    const timer = this.#clock.timerHeap?.peek();
    return timer?.callAt === undefined ? null : timer.callAt - EPOCH;
  }

  get timers(): number {
    return this.#clock.countTimers();
  }

  /** Whether a timer waits that the process has to live for: `unref()` takes one out. */
  get keepsAlive(): boolean {
    return [...(this.#clock.timers?.keys() ?? [])].some((id) => !this.#unreferenced.has(id));
  }

  /** Whether so many timers fire that they start each other: it will not come to an end by itself. */
  get runaway(): boolean {
    return this.#firedInSpan > RUNAWAY_FIRED;
  }

  set(at: number): void {
    this.#clock.now = Math.max(this.#clock.now, EPOCH + at);
  }

  /** Fires what is due, instant by instant, until the clock says `until` or `stop` says so after an instant. */
  async run(until: number, stop: () => boolean): Promise<void> {
    for (let next = this.next; next !== null && next <= until; next = this.next) {
      const instant = Math.max(next, this.now);
      for (let due = this.next; due !== null && due <= instant; due = this.next) {
        if (this.runaway) return;
        this.#fire();
        await comeToRest();
      }
      if (stop()) return;
    }
    this.set(until);
  }

  /** The library's timers remember `unref()` for themselves only. */
  #watchReferences(): void {
    const clock = this.#clock;
    const unreferenced = this.#unreferenced;
    const watched = <T>(timer: T): T => {
      if (typeof timer !== 'object' || timer === null || !('unref' in timer) || !('ref' in timer)) return timer;
      const { ref, unref } = timer;
      if (typeof ref !== 'function' || typeof unref !== 'function') return timer;
      const id = Number(timer);
      return Object.assign(timer, {
        ref() {
          unreferenced.delete(id);
          return ref.call(this);
        },
        unref() {
          unreferenced.add(id);
          return unref.call(this);
        },
      });
    };
    const { setTimeout, setInterval } = clock;
    Object.assign(clock, {
      setTimeout: (...args: Parameters<typeof setTimeout>) => watched(setTimeout(...args)),
      setInterval: (...args: Parameters<typeof setInterval>) => watched(setInterval(...args)),
    });
  }

  #fire(): void {
    if (this.now - this.#spanStart > RUNAWAY_SPAN_MS) {
      this.#spanStart = this.now;
      this.#firedInSpan = 0;
    }
    this.#firedInSpan++;
    try {
      this.#clock.next();
    } catch (error) {
      // As from a timer of Node's: nobody catches it.
      realImmediate(() => {
        throw error;
      });
    }
  }
}
