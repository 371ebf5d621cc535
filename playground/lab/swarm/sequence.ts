export interface SequenceCounts {
  /** Numbers between the lowest and the highest that never came. */
  lost: number;
  /** Arrivals of a number that had come before. */
  duplicated: number;
  /** Numbers that came after a higher one. */
  reordered: number;
}

/** Follows the numbers of one client's events: 1, 2, 3… wherever it begins. */
export class SequenceTracker {
  readonly counts: SequenceCounts = { lost: 0, duplicated: 0, reordered: 0 };
  #lowest: number | null = null;
  #highest = 0;
  /** Ranges that have not come, both ends included. */
  #missing: { readonly from: number; readonly to: number }[] = [];

  /** The highest number that came; null before the first. */
  get highest(): number | null {
    return this.#lowest === null ? null : this.#highest;
  }

  see(number: number): void {
    if (this.#lowest === null) {
      this.#lowest = number;
      this.#highest = number;
    } else if (number > this.#highest) {
      this.#miss(this.#highest + 1, number - 1);
      this.#highest = number;
    } else if (number < this.#lowest) {
      this.#miss(number + 1, this.#lowest - 1);
      this.#lowest = number;
      this.counts.reordered++;
    } else this.#comeLate(number);
  }

  #miss(from: number, to: number): void {
    if (from > to) return;
    this.#missing.push({ from, to });
    this.counts.lost += to - from + 1;
  }

  #comeLate(number: number): void {
    const index = this.#missing.findIndex(({ from, to }) => from <= number && number <= to);
    const range = this.#missing[index];
    if (!range) {
      this.counts.duplicated++;
      return;
    }
    const rest = [
      { from: range.from, to: number - 1 },
      { from: number + 1, to: range.to },
    ].filter(({ from, to }) => from <= to);
    this.#missing.splice(index, 1, ...rest);
    this.counts.lost--;
    this.counts.reordered++;
  }
}
