/** In characters: a millisecond's work. */
const PIECE = 16_384;

/** How long a turn may take, in milliseconds. */
const TURN_MS = 10;

/**
 * Hands text on in pieces, in order, and lets the page have its turns between them: what a crowd of clients does in one
 * moment comes as one text.
 */
export class InPieces {
  readonly #take: (piece: string) => void;
  readonly #waiting: string[] = [];
  #scheduled = false;

  constructor(take: (piece: string) => void) {
    this.#take = take;
  }

  push(text: string): void {
    for (let start = 0; start < text.length; start += PIECE) this.#waiting.push(text.slice(start, start + PIECE));
    if (!this.#scheduled) this.#turn();
  }

  #turn(): void {
    this.#scheduled = false;
    const end = performance.now() + TURN_MS;
    for (let piece = this.#waiting.shift(); piece !== undefined; piece = this.#waiting.shift()) {
      this.#take(piece);
      if (performance.now() > end) break;
    }
    if (this.#waiting.length === 0) return;
    this.#scheduled = true;
    setTimeout(() => this.#turn(), 0);
  }
}
