/** The height of a row of text, in CSS pixels. */
export const rowHeight = 20;

/** Browsers place nothing further down than some 17 million pixels: a longer log scrolls faster than its scroll bar. */
const tallest = 8_000_000;

/** How far a box of `height` pixels scrolls over `rows` rows of text. */
export class LogWindow {
  readonly #text: number;
  readonly #height: number;
  /** What the scroll bar spans. */
  readonly scrollHeight: number;

  constructor(rows: number, height: number) {
    this.#text = rows * rowHeight;
    this.#height = height;
    this.scrollHeight = Math.min(this.#text, tallest);
  }

  /** How far into the text, in pixels, a box scrolled by `scrollTop` begins. */
  offset(scrollTop: number): number {
    const range = this.scrollHeight - this.#height;
    if (this.scrollHeight === this.#text || range <= 0) return scrollTop;
    return (Math.min(scrollTop, range) / range) * (this.#text - this.#height);
  }
}
