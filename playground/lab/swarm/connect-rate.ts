/** How many connections were opened in each tenth of a second. */
export class ConnectRate {
  readonly #perTenth = new Map<number, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** The most in one tenth of a second. */
  get peak(): number {
    return Math.max(0, ...this.#perTenth.values());
  }

  /** `at` in milliseconds. */
  record(at: number): void {
    const tenth = Math.floor(at / 100);
    this.#perTenth.set(tenth, (this.#perTenth.get(tenth) ?? 0) + 1);
    this.#total++;
  }
}
