import { clearTimeout, setTimeout, type Timeout } from '../timers.ts';
import { invalidArgType, outOfRange } from './coded-error.ts';

const MAX_DELAY = 2 ** 31 - 1;

/** A timer that starts again with each `refresh` and never keeps the process alive. */
export class IdleTimer {
  readonly #expired: () => void;
  #timer: Timeout | null = null;

  constructor(expired: () => void) {
    this.#expired = expired;
  }

  /** Milliseconds; 0 switches it off. */
  set(milliseconds: number): void {
    const delay = validateDelay(milliseconds, 'msecs');
    this.clear();
    if (delay === 0) return;
    this.#timer = setTimeout(this.#expired, delay);
    this.#timer.unref();
  }

  refresh(): void {
    this.#timer?.refresh();
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Reads a delay as Node's timers do. Throws ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE. */
export function validateDelay(milliseconds: unknown, name: string): number {
  if (typeof milliseconds !== 'number') throw invalidArgType(name, 'of type number', milliseconds);
  if (milliseconds < 0 || !Number.isFinite(milliseconds)) {
    throw outOfRange(name, 'a non-negative finite number', milliseconds);
  }
  return Math.min(milliseconds, MAX_DELAY);
}
