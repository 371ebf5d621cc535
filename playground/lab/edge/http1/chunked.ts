type State =
  | 'start'
  | 'size'
  | 'extension'
  | 'data'
  | 'after-data'
  | 'last-extension'
  | 'trailer'
  | 'trailer-line'
  | 'done';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MOST_SIZE_DIGITS = 13;

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Takes the chunked coding off. @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
export class ChunkedDecoder {
  #state: State = 'start';
  #size = 0;
  #digits = 0;

  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * The fewest bytes that can still come: what stands for a chunk's rest and the last chunk. A proxy that buffers looks
   * at what it holds once that much is there.
   */
  get expected(): number {
    switch (this.#state) {
      case 'start':
        return 3;
      case 'size':
      case 'extension':
        return 1 + (this.#size > 0 ? this.#size + 4 : 1);
      case 'data':
        return this.#size + 4;
      case 'after-data':
        return 4;
      case 'last-extension':
      case 'trailer-line':
        return 2;
      case 'trailer':
        return 1;
      default:
        return 0;
    }
  }

  /** Hands over each piece of data. Returns how many bytes were taken: all of them until the end; null when they are malformed. */
  push(bytes: Buffer, data: (piece: Buffer) => void): number | null {
    let at = 0;
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const end = Math.min(bytes.length, at + this.#size);
        data(bytes.subarray(at, end));
        this.#size -= end - at;
        at = end;
        if (this.#size === 0) this.#state = 'after-data';
      } else if (!this.#step(bytes[at]!)) return null;
      else at++;
    }
    return at;
  }

  /** False for a byte that cannot stand here. */
  #step(byte: number): boolean {
    switch (this.#state) {
      case 'start':
      case 'size':
        return this.#readSize(byte);
      case 'extension':
        if (byte === LINE_FEED) this.#state = 'data';
        return true;
      case 'last-extension':
        if (byte === LINE_FEED) this.#state = 'trailer';
        return true;
      case 'after-data':
        if (byte === LINE_FEED) this.#state = 'start';
        return byte === LINE_FEED || byte === CARRIAGE_RETURN;
      case 'trailer':
        if (byte === LINE_FEED) this.#state = 'done';
        else if (byte !== CARRIAGE_RETURN) this.#state = 'trailer-line';
        return true;
      case 'trailer-line':
        if (byte === LINE_FEED) this.#state = 'trailer';
        return true;
      default:
        return false;
    }
  }

  #readSize(byte: number): boolean {
    const digit = hexDigit(byte);
    if (digit !== -1) {
      if (this.#state === 'start') {
        this.#size = 0;
        this.#digits = 0;
        this.#state = 'size';
      }
      this.#size = this.#size * 16 + digit;
      this.#digits++;
      return this.#digits <= MOST_SIZE_DIGITS;
    }
    if (this.#state === 'start') return false;
    const isLast = this.#size === 0;
    if (byte === LINE_FEED) this.#state = isLast ? 'trailer' : 'data';
    else if (byte === CARRIAGE_RETURN || byte === 59 || byte === 32 || byte === 9) {
      this.#state = isLast ? 'last-extension' : 'extension';
    } else return false;
    return true;
  }
}

const END_OF_LINE = Buffer.from('\r\n');

/** One chunk around `bytes`, which must not be empty: an empty one would end the message. */
export function encodeChunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, END_OF_LINE]);
}

export const LAST_CHUNK = Buffer.from('0\r\n\r\n');
