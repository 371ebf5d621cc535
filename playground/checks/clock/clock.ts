import type { Socket } from 'node:net';

/** Time as a check sees it, in milliseconds since it began: virtual, or real against a server that runs by itself. */
export interface Clock {
  readonly now: number;
  /**
   * Lets time pass until `reached()`, for at most `ms`. Whether it was reached. Virtual time passes only here and in
   * `advance`, and stands still while anything can still happen without it.
   */
  wait(reached: () => boolean, ms: number): Promise<boolean>;
  /** Lets `ms` pass. Throws Unavailable when that is real time, and too much of it. */
  advance(ms: number): Promise<void>;
}

/** The clock as the tools of a check use it. */
export interface ToolClock extends Clock {
  /** Takes a connection of the runner's into account: what is on its way arrives before time passes. */
  watch(socket: Socket): void;
  /** Says that something may have been reached. */
  wake(): void;
  /** What stands in the way of time; null when nothing does. */
  readonly complaint: string | null;
  /** At how many instants timers have fired. */
  readonly steps: number;
}
