const LINES_KEPT = 24;
const BYTES_SHOWN = 160;
const LINE_ENDS: readonly number[] = [10, 13];

/** What one connection carried, line by line, with the milliseconds since its request. Long logs keep both ends. */
export class WireLog {
  readonly #first: string[] = [];
  #last: string[] = [];
  #left = 0;
  /** The line that was added last, when it shows bytes. */
  #bytes: Bytes | null = null;

  add(at: number, text: string): void {
    this.#bytes = null;
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

  /** Bytes that came. Those that go on with a line of the same moment join it: where a read ends is the kernel's business. */
  addBytes(at: number, bytes: Uint8Array): void {
    const before = this.#bytes;
    const joins = before !== null && before.at === Math.round(at) && !LINE_ENDS.includes(before.last);
    if (joins) (this.#last.length > 0 ? this.#last : this.#first).pop();
    const begin = joins ? Buffer.concat([before.begin, bytes.subarray(0, BYTES_SHOWN)]) : bytes;
    const length = (joins ? before.length : 0) + bytes.length;
    this.add(at, `← ${showBytes(begin, length)}`);
    this.#bytes = { at: Math.round(at), begin: begin.subarray(0, BYTES_SHOWN), length, last: bytes.at(-1) ?? 0 };
  }

  get lines(): string[] {
    const gap = this.#left > 0 ? [`           … ${this.#left} more …`] : [];
    return [...this.#first, ...gap, ...this.#last];
  }
}

interface Bytes {
  readonly at: number;
  readonly begin: Uint8Array;
  readonly length: number;
  readonly last: number;
}

/**
 * Bytes as a string literal: control characters escaped, so that a missing or doubled line feed can be seen. Of more than
 * that, `length` in all, only the beginning need be given.
 */
export function showBytes(bytes: Uint8Array, length = bytes.length): string {
  const text = new TextDecoder().decode(bytes.subarray(0, BYTES_SHOWN));
  const rest = length > BYTES_SHOWN ? ` … ${length - BYTES_SHOWN} more bytes` : '';
  return JSON.stringify(text) + rest;
}
