import { ChunkedDecoder } from '../http1/chunked.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';

/** Takes a server's framing off a body, and knows when it is over. */
export class BodyFilter {
  readonly #chunked: ChunkedDecoder | null;
  /** Bytes to come; null when only the connection's end tells. */
  #left: number | null;
  #malformed = false;

  constructor(head: ResponseHead, isBodiless: boolean) {
    const coded = /(?:^|,)\s*chunked\s*$/i.test(head.headers.get('transfer-encoding') ?? '');
    this.#chunked = coded && !isBodiless ? new ChunkedDecoder() : null;
    const length = head.headers.get('content-length');
    this.#left = isBodiless ? 0 : length === null || !/^\d+$/.test(length) ? null : Number(length);
    if (this.#chunked) this.#left = null;
  }

  get done(): boolean {
    return this.#chunked ? this.#chunked.done : this.#left === 0;
  }

  /** The end of the connection is the end of the body. */
  get endsWithConnection(): boolean {
    return !this.#chunked && this.#left === null;
  }

  get malformed(): boolean {
    return this.#malformed;
  }

  /** The fewest bytes that are still to come; null when nobody knows. What is held is looked at once there are so many. */
  get expected(): number | null {
    return this.#chunked ? this.#chunked.expected : this.#left;
  }

  /** Hands over each piece of the body. False when bytes were left over: this connection is not to be used again. */
  push(bytes: Buffer, piece: (bytes: Buffer) => void): boolean {
    if (this.#chunked) {
      const taken = this.#chunked.push(bytes, piece);
      if (taken === null) this.#malformed = true;
      return taken === bytes.length;
    }
    if (this.#left === null) {
      piece(bytes);
      return true;
    }
    const own = bytes.subarray(0, this.#left);
    this.#left -= own.length;
    if (own.length > 0) piece(own);
    return own.length === bytes.length;
  }
}
