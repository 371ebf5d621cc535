import { type Bytes, compareBytes } from './bytes.ts';

export interface Scored {
  readonly member: Bytes;
  readonly score: number;
}

/** Members by score, then by bytes. */
export class SortedSet {
  readonly #scores = new Map<Bytes, number>();
  readonly #ordered: Scored[] = [];

  get size(): number {
    return this.#ordered.length;
  }

  /** All members in order: not to be changed. */
  get ordered(): readonly Scored[] {
    return this.#ordered;
  }

  score(member: Bytes): number | undefined {
    return this.#scores.get(member);
  }

  set(member: Bytes, given: number): void {
    // Redis knows no negative zero.
    const score = given + 0;
    const previous = this.#scores.get(member);
    if (previous === score) return;
    if (previous !== undefined) this.delete(member);
    this.#scores.set(member, score);
    const scored = { member, score };
    this.#ordered.splice(this.#position(scored), 0, scored);
  }

  delete(member: Bytes): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#ordered.splice(this.#position({ member, score }), 1);
    this.#scores.delete(member);
    return true;
  }

  /** How many members come before this one; undefined when it is not one. */
  rank(member: Bytes): number | undefined {
    const score = this.#scores.get(member);
    return score === undefined ? undefined : this.#position({ member, score });
  }

  /** The index of the first member that `reached` holds for; it must hold for all after it. */
  firstIndex(reached: (scored: Scored) => boolean): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (reached(this.#ordered[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  copy(): SortedSet {
    const copy = new SortedSet();
    for (const { member, score } of this.#ordered) {
      copy.#scores.set(member, score);
      copy.#ordered.push({ member, score });
    }
    return copy;
  }

  #position({ member, score }: Scored): number {
    return this.firstIndex((other) =>
      other.score === score ? compareBytes(other.member, member) >= 0 : other.score > score,
    );
  }
}
