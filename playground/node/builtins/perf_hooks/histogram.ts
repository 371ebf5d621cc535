import { invalidArgType, outOfRange } from '../net/coded-error.ts';

/** What an empty histogram says its least value is. */
const NONE = 9_223_372_036_854_776_000;

/** Counts of integers. It keeps each value, where Node rounds to three digits. @see https://nodejs.org/api/perf_hooks.html#class-histogram */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  exceeds = 0;

  get count(): number {
    return this.#count;
  }

  get countBigInt(): bigint {
    return BigInt(this.#count);
  }

  get min(): number {
    return this.#count === 0 ? NONE : Math.min(...this.#counts.keys());
  }

  get max(): number {
    return this.#count === 0 ? 0 : Math.max(...this.#counts.keys());
  }

  get mean(): number {
    if (this.#count === 0) return Number.NaN;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += value * count;
    return sum / this.#count;
  }

  get stddev(): number {
    if (this.#count === 0) return Number.NaN;
    const { mean } = this;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += (value - mean) ** 2 * count;
    return Math.sqrt(sum / this.#count);
  }

  /** How lopsided the values are. */
  get skewness(): number {
    return this.#moment(3);
  }

  /** How much of the variance comes from rare values, less the 3 of a normal distribution. */
  get kurtosis(): number {
    return this.#count === 0 ? 0 : this.#moment(4) - 3;
  }

  get percentiles(): Map<number, number> {
    const found = new Map<number, number>();
    const { max } = this;
    for (let percent = 0; this.#count > 0; percent = (percent + 100) / 2) {
      const value = this.percentile(percent || Number.MIN_VALUE);
      found.set(percent, value);
      if (value === max) break;
    }
    return found.set(100, max);
  }

  percentile(percent: number): number {
    if (typeof percent !== 'number') throw invalidArgType('percentile', 'of type number', percent);
    if (!(percent > 0 && percent <= 100)) throw outOfRange('percentile', '> 0 && <= 100', percent);
    const wanted = Math.max(1, Math.ceil((percent / 100) * this.#count));
    let seen = 0;
    for (const value of [...this.#counts.keys()].sort((a, b) => a - b)) {
      seen += this.#counts.get(value) ?? 0;
      if (seen >= wanted) return value;
    }
    return 0;
  }

  reset(): void {
    this.#counts.clear();
    this.#count = 0;
    this.exceeds = 0;
  }

  #moment(power: number): number {
    const { mean, stddev } = this;
    if (this.#count === 0 || stddev === 0) return 0;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += ((value - mean) / stddev) ** power * count;
    return sum / this.#count;
  }

  _add(value: number, count = 1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
    this.#count += count;
  }

  _merge(other: Histogram): void {
    for (const [value, count] of other.#counts) this._add(value, count);
  }
}

export class RecordableHistogram extends Histogram {
  #last: number | null = null;

  record(value: number | bigint): void {
    if (typeof value !== 'number' && typeof value !== 'bigint') {
      throw invalidArgType('val', 'of type number', value);
    }
    if (value < 1 || !Number.isSafeInteger(Number(value))) {
      throw outOfRange('val', `>= 1 && <= ${Number.MAX_SAFE_INTEGER}`, value);
    }
    this._add(Number(value));
  }

  /** Nanoseconds since the call before. */
  recordDelta(): void {
    const now = Math.round(performance.now() * 1e6);
    if (this.#last !== null) this._add(Math.max(1, now - this.#last));
    this.#last = now;
  }

  add(other: unknown): void {
    if (!(other instanceof RecordableHistogram))
      throw invalidArgType('other', 'an instance of RecordableHistogram', other);
    this._merge(other);
  }
}

export function createHistogram(options: unknown = {}): RecordableHistogram {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  return new RecordableHistogram();
}

/** How late a timer fires, in nanoseconds, until it is disabled. */
class IntervalHistogram extends Histogram {
  readonly #resolution: number;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(resolution: number) {
    super();
    this.#resolution = resolution;
  }

  enable(): boolean {
    if (this.#timer !== null) return false;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this._add(Math.max(1, Math.round((now - last) * 1e6)));
      last = now;
    }, this.#resolution).unref();
    return true;
  }

  disable(): boolean {
    if (this.#timer === null) return false;
    clearInterval(this.#timer);
    this.#timer = null;
    return true;
  }

  [Symbol.dispose](): void {
    this.disable();
  }
}

/** @see https://nodejs.org/api/perf_hooks.html#perf_hooksmonitoreventloopdelayoptions */
export function monitorEventLoopDelay(options: { resolution?: number } = {}): IntervalHistogram {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  const { resolution = 10 } = options;
  if (typeof resolution !== 'number') throw invalidArgType('options.resolution', 'of type number', resolution);
  if (!(resolution >= 1)) throw outOfRange('options.resolution', `>= 1 && <= ${Number.MAX_SAFE_INTEGER}`, resolution);
  return new IntervalHistogram(resolution);
}
