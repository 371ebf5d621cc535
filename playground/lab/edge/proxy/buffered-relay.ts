import { clockTime } from '../log/time.ts';
import type { BodyRelay } from './body-relay.ts';

const PIECES_AT_ONCE = 4;

export interface BufferedOptions {
  /** What is left of the first buffer after the head. */
  readonly firstBytes: number;
  /** Of each further buffer. */
  readonly bufferBytes: number;
  /** How much may wait for a slow client before the server has to. */
  readonly mostBytes: number;
  /** The fewest bytes that are still to come; null when nobody knows. */
  readonly expected: () => number | null;
  /** Takes the framing off, and hands each piece to `queue`. */
  readonly filter: (bytes: Buffer, queue: (piece: Buffer) => void) => void;
  /** `since` is when the first of its buffer came. */
  readonly send: (piece: Buffer, since: number) => void;
  readonly isBehind: () => boolean;
}

/**
 * nginx's buffered reading. Bytes collect in a buffer, and it is passed on when it is full, when the body is known to be
 * complete with it, or at the end. With chunks the least that can complete one is known, so nothing waits for long;
 * where only the connection's end tells, as in HTTP/1.0, small events stay here.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
 */
export class BufferedRelay implements BodyRelay {
  readonly #options: BufferedOptions;
  #room: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #heldSince = 0;
  #queue: { readonly piece: Buffer; readonly since: number }[] = [];
  #queuedBytes = 0;

  constructor(options: BufferedOptions) {
    this.#options = options;
    this.#room = options.firstBytes;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  get wantsMore(): boolean {
    return this.#queuedBytes < this.#options.mostBytes;
  }

  push(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length >= this.#room - this.#heldBytes) {
      const taken = this.#room - this.#heldBytes;
      this.#hold(rest.subarray(0, taken));
      rest = rest.subarray(taken);
      this.#pass();
    }
    if (rest.length > 0) this.#hold(rest);
    const expected = this.#options.expected();
    if (expected !== null && this.#heldBytes > 0 && this.#heldBytes >= expected) this.#pass();
    this.progressed();
  }

  end(): void {
    if (this.#heldBytes > 0) this.#pass();
    this.progressed();
  }

  /** Sends what waits, until the client is behind. */
  progressed(): void {
    while (this.#queue.length > 0 && !this.#options.isBehind()) {
      for (const { piece, since } of this.#queue.splice(0, PIECES_AT_ONCE)) {
        this.#queuedBytes -= piece.length;
        this.#options.send(piece, since);
      }
    }
  }

  /** Sends all that waits, though the client is behind. */
  drain(): void {
    for (const { piece, since } of this.#queue.splice(0)) this.#options.send(piece, since);
    this.#queuedBytes = 0;
  }

  #hold(bytes: Buffer): void {
    if (this.#heldBytes === 0) this.#heldSince = clockTime();
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #pass(): void {
    const bytes = Buffer.concat(this.#held);
    const since = this.#heldSince;
    this.#held = [];
    this.#heldBytes = 0;
    this.#room = this.#options.bufferBytes;
    this.#options.filter(bytes, (piece) => {
      this.#queue.push({ piece, since });
      this.#queuedBytes += piece.length;
    });
  }
}
