export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Each bucket is this much wider than the one before: percentiles are off by 1 % at most. */
const GROWTH = Math.log(1.02);

/** Counts durations in buckets: memory does not grow with their number. */
export class Histogram {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #max = 0;

  /** In milliseconds; a negative one, from clocks that disagree, counts as 0. */
  record(duration: number): void {
    const value = Math.max(0, duration);
    const bucket = Math.round(Math.log1p(value) / GROWTH);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count++;
    this.#max = Math.max(this.#max, value);
  }

  /** In milliseconds; null when nothing was recorded. */
  percentiles(): Percentiles | null {
    if (this.#count === 0) return null;
    const [p50, p90, p99] = [this.#at(0.5), this.#at(0.9), this.#at(0.99)];
    return { count: this.#count, p50, p90, p99, max: tenths(this.#max) };
  }

  #at(share: number): number {
    const rank = Math.ceil(this.#count * share);
    let seen = 0;
    for (const [bucket, count] of [...this.#buckets].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= rank) return tenths(Math.min(this.#max, Math.expm1(bucket * GROWTH)));
    }
    return tenths(this.#max);
  }
}

const tenths = (value: number) => Math.round(value * 10) / 10;
