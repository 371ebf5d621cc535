/** One timer that is started, put off and stopped. Global timers, so that a virtual clock drives it. */
export class Timeout {
  #timer: ReturnType<typeof setTimeout> | null = null;

  get isRunning(): boolean {
    return this.#timer !== null;
  }

  /** Calls `expired` after so many milliseconds, unless it is started anew or stopped before. */
  start(milliseconds: number, expired: () => void): void {
    this.stop();
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        expired();
      },
      Math.min(milliseconds, 0x7fffffff),
    );
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
