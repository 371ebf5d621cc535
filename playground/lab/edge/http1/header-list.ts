export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Headers in order, spelled and repeated as they came. One character per byte. */
export class HeaderList {
  #entries: Header[];

  constructor(entries: readonly Header[] = []) {
    this.#entries = [...entries];
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.#entries[Symbol.iterator]();
  }

  /** The first of this name, which is given in lower case; null without one. */
  get(name: string): string | null {
    return this.#entries.find((entry) => entry.name.toLowerCase() === name)?.value ?? null;
  }

  all(name: string): readonly string[] {
    return this.#entries.filter((entry) => entry.name.toLowerCase() === name).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  add(name: string, value: string): void {
    this.#entries.push({ name, value });
  }

  remove(name: string): void {
    this.#entries = this.#entries.filter((entry) => entry.name.toLowerCase() !== name);
  }

  /** Replaces all of this name by one, in the place of the first. */
  set(name: string, value: string): void {
    const at = this.#entries.findIndex((entry) => entry.name.toLowerCase() === name.toLowerCase());
    if (at === -1) {
      this.add(name, value);
      return;
    }
    this.remove(name.toLowerCase());
    this.#entries.splice(at, 0, { name, value });
  }
}

/** The words of a header that lists some, in lower case: `Connection: close, X-Mine`. */
export function listedWords(value: string | null): readonly string[] {
  return value === null ? [] : value.split(',').map((word) => word.trim().toLowerCase());
}
