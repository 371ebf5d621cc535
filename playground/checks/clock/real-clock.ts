import { Unavailable } from '../unavailable.ts';
import type { ToolClock } from './clock.ts';

/** Nobody wants to wait longer for one step of a check. */
const LONGEST_ADVANCE_MS = 90_000;

/** The time on the wall, for a server that the runner did not start. */
export class RealClock implements ToolClock {
  readonly complaint = null;
  readonly steps = 0;
  readonly #startedAt = performance.now();
  readonly #waiters = new Set<() => void>();

  get now(): number {
    return performance.now() - this.#startedAt;
  }

  wait(reached: () => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(reached());
      };
      const waiter = () => {
        if (reached()) settle();
      };
      const timer = setTimeout(settle, ms);
      this.#waiters.add(waiter);
      waiter();
    });
  }

  async advance(ms: number): Promise<void> {
    if (ms > LONGEST_ADVANCE_MS) {
      throw new Unavailable(`needs control of the server’s clock: it waits for ${Math.round(ms / 1000)} s`);
    }
    await this.wait(() => false, ms);
  }

  watch(): void {}

  wake(): void {
    for (const waiter of this.#waiters) waiter();
  }
}
