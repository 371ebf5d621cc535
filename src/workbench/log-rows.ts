import { plainText } from './ansi.ts';
import { type LogBuffer, type LogLine, processName } from './log-buffer.ts';

export interface LogFilter {
  /** Processes that are left out, by name. */
  readonly hidden: ReadonlySet<string>;
  /** What a line must contain, in whatever case; empty for all. */
  readonly text: string;
}

/** How many lines are looked at between two looks at the clock. */
const stride = 256;

/** Terminal columns of a text: what is not Latin, Greek or the like is mostly twice as wide. */
export function columnsOf(text: string): number {
  let columns = text.length;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x2e7f) columns += 1;
  return columns;
}

/** A list of whole numbers that grows. */
class Numbers {
  #values = new Int32Array(1024);
  length = 0;

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Forgets the first `count`. */
  shift(count: number): void {
    this.#values.copyWithin(0, count, this.length);
    this.length -= count;
  }

  /** The first index of `low` to `length` whose value is at least `value`, in a list that grows. */
  search(value: number, low = 0): number {
    let high = this.length;
    let first = low;
    while (first < high) {
      const middle = (first + high) >> 1;
      if (this.at(middle) < value) first = middle + 1;
      else high = middle;
    }
    return first;
  }
}

/**
 * Those lines of a log that pass a filter, and how they wrap in a window some columns wide. It knows without asking the
 * browser, and works in slices of time: a million lines hold nobody up. A buffer has one of these at a time.
 */
export class LogRows {
  readonly #buffer: LogBuffer;
  #filter: LogFilter = { hidden: new Set(), text: '' };
  #columns = 80;
  /** The next line to look at. */
  #next: number;
  /** By line that passed: its id, its columns, and the rows up to its end. */
  readonly #ids = new Numbers();
  readonly #widths = new Numbers();
  readonly #ends = new Numbers();
  #revision = 0;

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
    this.#next = buffer.first;
  }

  /** Grows whenever there are more lines, or others: components that are given the same object again are not drawn anew. */
  get revision(): number {
    return this.#revision;
  }

  /** How many lines passed so far. */
  get count(): number {
    return this.#ids.length;
  }

  /** How many rows of text they take. */
  get rows(): number {
    return this.#ends.length === 0 ? 0 : this.#ends.at(this.#ends.length - 1);
  }

  /** Whether lines wait to be looked at. */
  get behind(): boolean {
    return this.#next < this.#buffer.end;
  }

  set filter(filter: LogFilter) {
    this.#filter = { hidden: filter.hidden, text: filter.text.toLowerCase() };
    this.#forget(this.#buffer.first);
  }

  set columns(columns: number) {
    if (columns === this.#columns) return;
    this.#columns = Math.max(1, columns);
    this.#wrap();
  }

  /** Looks at lines until `deadline`, a time of `performance.now()`. Returns whether it has come to the end. */
  advance(deadline: number): boolean {
    const buffer = this.#buffer;
    this.#forget(buffer.takeEdited());
    this.#dropBefore(buffer.first);
    while (this.#next < buffer.end) {
      if (this.#next % stride === 0 && performance.now() > deadline) return false;
      const line = buffer.line(this.#next++);
      if (line) this.#look(line);
    }
    return true;
  }

  /** One that passed, by its place among those. */
  line(index: number): LogLine | undefined {
    return this.#buffer.line(this.#ids.at(index));
  }

  /** The row at which a line begins. */
  rowOf(index: number): number {
    return index === 0 ? 0 : this.#ends.at(index - 1);
  }

  /** The last line that begins at or above a row. */
  indexAt(row: number): number {
    return Math.max(0, Math.min(this.count - 1, this.#ends.search(row + 1)));
  }

  #look(line: LogLine): void {
    this.#revision += 1;
    if (this.#filter.hidden.has(processName(line))) return;
    const text = plainText(line.text);
    if (this.#filter.text !== '' && !text.toLowerCase().includes(this.#filter.text)) return;
    const width = columnsOf(text);
    const before = this.rows;
    this.#ids.push(line.id);
    this.#widths.push(width);
    this.#ends.push(before + this.#height(width));
  }

  #height(width: number): number {
    return Math.max(1, Math.ceil(width / this.#columns));
  }

  /** Lines from `id` on are looked at again. */
  #forget(id: number): void {
    if (id >= this.#next) return;
    this.#revision += 1;
    this.#next = Math.max(id, this.#buffer.first);
    const kept = this.#ids.search(this.#next);
    for (const list of [this.#ids, this.#widths, this.#ends]) list.length = kept;
  }

  #dropBefore(first: number): void {
    if (this.#next < first) this.#next = first;
    const gone = this.#ids.search(first);
    if (gone === 0) return;
    this.#revision += 1;
    for (const list of [this.#ids, this.#widths, this.#ends]) list.shift(gone);
    this.#wrap();
  }

  #wrap(): void {
    let end = 0;
    for (let index = 0; index < this.#widths.length; index++) {
      end += this.#height(this.#widths.at(index));
      this.#ends.set(index, end);
    }
  }
}
