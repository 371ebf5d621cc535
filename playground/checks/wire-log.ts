const LINES_KEPT = 24;
const BYTES_SHOWN = 160;

/** What one connection carried, line by line, with the milliseconds since its request. Long logs keep both ends. */
export class WireLog {
  readonly #first: string[] = [];
  #last: string[] = [];
  #left = 0;

  add(at: number, text: string): void {
    const line = `${`+${Math.round(at)} ms`.padStart(9)}  ${text}`;
    if (this.#first.length < LINES_KEPT / 2) this.#first.push(line);
    else {
      this.#last.push(line);
      if (this.#last.length > LINES_KEPT / 2) {
        this.#last = this.#last.slice(1);
        this.#left++;
      }
    }
  }

  get lines(): string[] {
    const gap = this.#left > 0 ? [`           … ${this.#left} more …`] : [];
    return [...this.#first, ...gap, ...this.#last];
  }
}

/** Bytes as a string literal: control characters escaped, so that a missing or doubled line feed can be seen. */
export function showBytes(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, BYTES_SHOWN));
  const rest = bytes.length > BYTES_SHOWN ? ` … ${bytes.length - BYTES_SHOWN} more bytes` : '';
  return JSON.stringify(text) + rest;
}
