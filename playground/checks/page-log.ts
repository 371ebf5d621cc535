const LOG_KEPT = 30;

/** What happened in a page under check, with virtual times; keeps the end of it. Grows in `version` with each line. */
export class PageLog {
  readonly #now: () => number;
  readonly errors: string[] = [];
  #lines: string[] = [];
  version = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now();
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  clear(): void {
    this.#lines = [];
  }

  note(text: string): void {
    this.version++;
    this.#lines = [...this.#lines, `${`+${Math.round(this.now)} ms`.padStart(10)}  ${text}`].slice(-LOG_KEPT);
  }

  /** Learner code threw. */
  failed(error: unknown): void {
    const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Where this program called it says nothing to the learner.
    const text = whole.replaceAll(/\n +at [^\n]*client-host\.cjs[^\n]*/g, '');
    this.errors.push(text);
    this.note(`! ${text.split('\n')[0]}`);
  }
}
