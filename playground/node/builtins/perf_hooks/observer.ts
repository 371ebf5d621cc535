import { bindContext } from '../../async-context.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';

/** The kinds that Node has. Marks, measures and functions are made here; of the others there are none. */
const TYPES: readonly string[] = [
  'dns',
  'function',
  'gc',
  'http',
  'http2',
  'mark',
  'measure',
  'net',
  'quic',
  'resource',
];

type Callback = (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void;

/** @see https://nodejs.org/api/perf_hooks.html#class-performanceobserverentrylist */
export class PerformanceObserverEntryList {
  readonly #entries: readonly PerformanceEntry[];

  constructor(entries: readonly PerformanceEntry[] = []) {
    this.#entries = entries.toSorted((a, b) => a.startTime - b.startTime);
  }

  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    return this.#entries.filter((entry) => entry.entryType === type);
  }
}

const observers = new Set<PerformanceObserver>();

/** @see https://nodejs.org/api/perf_hooks.html#class-performanceobserver */
export class PerformanceObserver {
  static readonly supportedEntryTypes = TYPES;
  readonly #callback: Callback;
  readonly #types = new Set<string>();
  #entries: PerformanceEntry[] = [];
  #mode: 'many' | 'one' | null = null;
  #told = false;

  constructor(callback: Callback) {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
    this.#callback = callback;
  }

  observe(options: { entryTypes?: readonly string[]; type?: string; buffered?: boolean } = {}): void {
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      const message = 'The "options.entryTypes" and "options.type" arguments must be specified';
      throw codedError(TypeError, 'ERR_MISSING_ARGS', message);
    }
    const mode = entryTypes === undefined ? 'one' : 'many';
    if (this.#mode !== null && this.#mode !== mode) {
      throw new DOMException(
        `PerformanceObserver can not change to ${mode === 'one' ? 'single observation' : 'multiple observations'}`,
        'InvalidModificationError',
      );
    }
    this.#mode = mode;
    if (entryTypes !== undefined) {
      if (!Array.isArray(entryTypes)) throw invalidArgType('options.entryTypes', 'string[]', entryTypes);
      this.#types.clear();
    }
    for (const name of entryTypes ?? [String(type)]) this.#types.add(name);
    observers.add(this);
    if (buffered && type !== undefined) for (const entry of performance.getEntriesByType(type)) this._take(entry);
  }

  disconnect(): void {
    observers.delete(this);
    this.#types.clear();
    this.#entries = [];
    this.#mode = null;
  }

  takeRecords(): PerformanceEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  _take(entry: PerformanceEntry): void {
    if (!this.#types.has(entry.entryType)) return;
    this.#entries.push(entry);
    if (this.#told) return;
    this.#told = true;
    setImmediate(
      bindContext(() => {
        this.#told = false;
        const entries = this.takeRecords();
        if (entries.length > 0) this.#callback.call(this, new PerformanceObserverEntryList(entries), this);
      }),
    );
  }
}

/** Tells the observers of a new entry. */
export function announce(entry: PerformanceEntry): void {
  for (const observer of observers) observer._take(entry);
}
