import type { Bytes } from './bytes.ts';
import { wrongType } from './reply.ts';
import { hasType, isEmptied, type Value, type ValueOf, type ValueType } from './value.ts';

interface Entry {
  value: Value;
  /** Epoch milliseconds; null for ever. */
  expiresAt: number | null;
  /** Grows with every key made: SCAN's cursor, which deletions in between do not move. */
  readonly sequence: number;
}

/** Hears of every key that changed, also by expiring. */
export type ChangeListener = (database: Database, key: Bytes) => void;

/** One numbered database: keys, their values, and when they expire. An expired key is gone for every method. */
export class Database {
  readonly index: number;
  readonly #entries = new Map<Bytes, Entry>();
  /** The keys that will expire. */
  readonly #expiring = new Set<Bytes>();
  readonly #onChange: ChangeListener;
  #sequence = 0;
  #sweep: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;

  constructor(index: number, onChange: ChangeListener) {
    this.index = index;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#entries.size;
  }

  get expiring(): number {
    return this.#expiring.size;
  }

  get(key: Bytes): Value | undefined {
    return this.#entry(key)?.value;
  }

  has(key: Bytes): boolean {
    return this.#entry(key) !== undefined;
  }

  /** The value of this type, undefined without one. Throws WRONGTYPE for another type. */
  find<T extends ValueType>(key: Bytes, type: T): ValueOf<T> | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!hasType(value, type)) throw wrongType();
    return value;
  }

  /** As `find`; a key without a value gets a new one. The caller fills it and calls `changed`. */
  findOrCreate<T extends ValueType>(key: Bytes, type: T, create: () => ValueOf<T>): ValueOf<T> {
    const found = this.find(key, type);
    if (found !== undefined) return found;
    const value = create();
    this.#insert(key, value, null);
    return value;
  }

  /** Gives the key a value; it no longer expires unless told so. */
  set(key: Bytes, value: Value, expiresAt: number | null = null): void {
    const entry = this.#entry(key);
    if (entry) entry.value = value;
    else this.#insert(key, value, null);
    this.#setExpiry(key, expiresAt);
    this.changed(key);
  }

  delete(key: Bytes): boolean {
    if (!this.has(key)) return false;
    this.#remove(key);
    this.#onChange(this, key);
    return true;
  }

  /** To be called after changing a value in place: tells who watches or waits, and removes an emptied collection. */
  changed(key: Bytes): void {
    const entry = this.#entries.get(key);
    if (entry && isEmptied(entry.value)) this.#remove(key);
    this.#onChange(this, key);
  }

  /** Epoch milliseconds; null for ever, undefined without such a key. */
  expiresAt(key: Bytes): number | null | undefined {
    return this.#entry(key)?.expiresAt;
  }

  /** Whether a key is past its time but still in memory; reading it removes it. */
  isExpired(key: Bytes): boolean {
    const at = this.#entries.get(key)?.expiresAt ?? null;
    return at !== null && at <= Date.now();
  }

  /** A time that has passed deletes the key. */
  expire(key: Bytes, at: number | null): void {
    if (at !== null && at <= Date.now()) this.delete(key);
    else {
      this.#setExpiry(key, at);
      this.changed(key);
    }
  }

  keys(): Bytes[] {
    this.#removeExpired();
    return [...this.#entries.keys()];
  }

  /** Up to `count` keys from `cursor` on, and the cursor to go on with; 0 when that was all. */
  scan(cursor: number, count: number): { readonly keys: readonly Bytes[]; readonly cursor: number } {
    this.#removeExpired();
    const keys: Bytes[] = [];
    for (const [key, { sequence }] of this.#entries) {
      if (sequence < cursor) continue;
      if (keys.length >= count) return { keys, cursor: sequence };
      keys.push(key);
    }
    return { keys, cursor: 0 };
  }

  clear(): void {
    const keys = [...this.#entries.keys()];
    this.#entries.clear();
    this.#expiring.clear();
    for (const key of keys) this.#onChange(this, key);
  }

  /** Stops the timer that removes expired keys. */
  close(): void {
    if (this.#sweep) clearTimeout(this.#sweep.timer);
    this.#sweep = null;
  }

  #entry(key: Bytes): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt == null || entry.expiresAt > Date.now()) return entry;
    this.#remove(key);
    this.#onChange(this, key);
    return undefined;
  }

  #insert(key: Bytes, value: Value, expiresAt: number | null): void {
    this.#entries.set(key, { value, expiresAt, sequence: ++this.#sequence });
  }

  #remove(key: Bytes): void {
    this.#entries.delete(key);
    this.#expiring.delete(key);
  }

  #setExpiry(key: Bytes, at: number | null): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.expiresAt = at;
    if (at === null) this.#expiring.delete(key);
    else {
      this.#expiring.add(key);
      this.#scheduleSweep(at);
    }
  }

  /** Keys that nobody reads again must not fill the memory: one timer, for the key that expires first. */
  #scheduleSweep(at: number): void {
    if (this.#sweep && this.#sweep.at <= at) return;
    if (this.#sweep) clearTimeout(this.#sweep.timer);
    // A timer takes at most 2^31 ms; a key that expires later is swept by a later timer.
    const delay = Math.min(Math.max(at - Date.now(), MIN_SWEEP_INTERVAL), 2 ** 31 - 1);
    const timer = setTimeout(() => {
      this.#sweep = null;
      this.#removeExpired();
      let next = Infinity;
      for (const key of this.#expiring) next = Math.min(next, this.#entries.get(key)?.expiresAt ?? Infinity);
      if (next !== Infinity) this.#scheduleSweep(next);
    }, delay);
    timer.unref();
    this.#sweep = { at, timer };
  }

  #removeExpired(): void {
    for (const key of [...this.#expiring]) this.#entry(key);
  }
}

/** So that many keys which expire one after the other cost one sweep. */
const MIN_SWEEP_INTERVAL = 100;
