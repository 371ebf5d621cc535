/** First in, first out, without the cost of `Array.shift` on a long array. */
export class Queue<Item> {
  #items: Item[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** The oldest item, or null. */
  take(): Item | null {
    const item = this.#items[this.#head];
    if (item === undefined) return null;
    this.#head++;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    }
    return item;
  }
}
