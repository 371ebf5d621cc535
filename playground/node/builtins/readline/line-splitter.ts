import { StringDecoder } from '../string_decoder.ts';

const LINE_END = /\r?\n|\r(?!\n)|\u2028|\u2029/g;

/** Cuts what a stream brings into lines. CR, LF, CRLF and the two separators of Unicode end one. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  /** Milliseconds within which a CR and the LF of the next chunk are one line end. */
  readonly #crlfDelay: number;
  #rest = '';
  #returnedAt = 0;

  constructor(crlfDelay: number) {
    this.#crlfDelay = crlfDelay;
  }

  /** The lines that are complete now. */
  push(chunk: string | Uint8Array): string[] {
    let text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    if (text === '') return [];
    if (this.#returnedAt > 0) {
      if (text.startsWith('\n') && Date.now() - this.#returnedAt <= this.#crlfDelay) text = text.slice(1);
      this.#returnedAt = 0;
    }
    const lines = (this.#rest + text).split(LINE_END);
    if (text.endsWith('\r')) this.#returnedAt = Date.now();
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  /** What came after the last line end, when the stream ends. */
  end(): string {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest;
  }
}
