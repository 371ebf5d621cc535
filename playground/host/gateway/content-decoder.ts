import { Inflate } from 'pako';

/** Undoes an answer's `Content-Encoding`, piece by piece, as a browser does before a page sees the body. */
export class ContentDecoder {
  readonly #inflate: Inflate;
  #pieces: Uint8Array[] = [];

  private constructor(raw: boolean) {
    this.#inflate = raw ? new Inflate({ raw: true }) : new Inflate();
    this.#inflate.onData = (piece) => this.#pieces.push(piece);
  }

  /** Null when there is nothing to undo, or nobody knows how: then the page gets the bytes as they are. */
  static for(encoding: string | undefined): ContentDecoder | null {
    return /^\s*(?:x-gzip|gzip|deflate)\s*$/i.test(encoding ?? '') ? new ContentDecoder(false) : null;
  }

  /** What these bytes give; null when they are broken. */
  push(bytes: Uint8Array): Uint8Array | null {
    this.#inflate.push(bytes, SYNC_FLUSH);
    if (this.#inflate.err) return null;
    const pieces = this.#pieces;
    this.#pieces = [];
    return concat(pieces);
  }
}

/** zlib's Z_SYNC_FLUSH: gives out all that can be, so that an event is not held back by the next. */
const SYNC_FLUSH = 2;

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const all = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
