import { ChunkedDecoder } from '../http1/chunked.ts';
import type { RequestHead } from '../http1/request-head.ts';

/** How much may wait for somebody to take it before the client is left to wait. */
const WINDOW_BYTES = 64 * 1024;

export interface BodyReader {
  data(bytes: Buffer): void;
  /** The body is over. */
  end(): void;
}

const DISCARD: BodyReader = { data() {}, end() {} };

/** What follows a request's head. Pieces wait until somebody reads. */
export class RequestBody {
  readonly #chunked: ChunkedDecoder | null;
  readonly #length: number;
  #received = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #reader: BodyReader | null = null;
  #text: Buffer[] | null = null;
  #malformed = false;

  constructor(head: RequestHead) {
    this.#chunked = head.headers.has('transfer-encoding') ? new ChunkedDecoder() : null;
    this.#length = Number(head.headers.get('content-length') ?? 0);
  }

  /** As announced; null when only its end tells. */
  get length(): number | null {
    return this.#chunked ? null : this.#length;
  }

  get isEmpty(): boolean {
    return !this.#chunked && this.#length === 0;
  }

  get done(): boolean {
    return this.#malformed || (this.#chunked ? this.#chunked.done : this.#received >= this.#length);
  }

  get malformed(): boolean {
    return this.#malformed;
  }

  /** Whether the client is to be read on. */
  get wantsMore(): boolean {
    return this.#waitingBytes < WINDOW_BYTES;
  }

  get received(): number {
    return this.#received;
  }

  /** Takes what belongs to the body. Returns the rest. */
  push(bytes: Buffer): Buffer {
    if (this.done) return bytes;
    let taken: number;
    if (this.#chunked) {
      const count = this.#chunked.push(bytes, (piece) => this.#take(piece));
      if (count === null) this.#malformed = true;
      taken = count ?? bytes.length;
    } else {
      taken = Math.min(bytes.length, this.#length - this.#received);
      this.#take(bytes.subarray(0, taken));
    }
    if (this.done) this.#reader?.end();
    return bytes.subarray(taken);
  }

  #take(piece: Buffer): void {
    this.#received += piece.length;
    if (this.#reader) this.#reader.data(piece);
    else {
      this.#waiting.push(piece);
      this.#waitingBytes += piece.length;
    }
  }

  /** Hands over what waits and what comes. Only the first reader gets anything; the next ones are told of the end. */
  read(reader: BodyReader): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#reader = reader;
    for (const piece of waiting) reader.data(piece);
    if (this.done) reader.end();
  }

  discard(): void {
    this.read(DISCARD);
  }

  /** Reads all of it into memory. Calls back at once when it is all there. */
  collect(done: (body: Buffer) => void): void {
    if (this.#text) {
      done(Buffer.concat(this.#text));
      return;
    }
    const pieces: Buffer[] = [];
    this.read({
      data: (bytes) => pieces.push(bytes),
      end: () => {
        this.#text = pieces;
        done(Buffer.concat(pieces));
      },
    });
  }

  /** `$request_body`: null until it was read into memory. */
  text(): string | null {
    return this.#text && this.#text.length > 0 ? Buffer.concat(this.#text).toString('latin1') : null;
  }
}
