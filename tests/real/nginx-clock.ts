/** From this delay on, something that a server sent did not come at once. Well above a busy machine's noise. */
const LATE_MS = 500;

export type Arrival = 'at once' | 'late';

/** Knows when each marked piece of text left a server. */
export class Clock {
  readonly #sent = new Map<string, number[]>();

  sent(marker: string): void {
    const times = this.#sent.get(marker) ?? [];
    times.push(performance.now());
    this.#sent.set(marker, times);
  }

  /** Whether a server sent this at all. */
  has(marker: string): boolean {
    return this.#sent.has(marker);
  }

  /** How long after the last time that it was sent before it came. */
  arrival(marker: string, receivedAt: number): Arrival {
    const before = (this.#sent.get(marker) ?? []).filter((time) => time <= receivedAt);
    return receivedAt - Math.max(...before) < LATE_MS ? 'at once' : 'late';
  }
}
