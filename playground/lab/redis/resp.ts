import type { Bytes } from './bytes.ts';
import { splitInline } from './inline.ts';
import { parseInt64 } from './numbers.ts';

/** What arrived is not the protocol: the connection ends after this message. */
export class ProtocolError extends Error {
  constructor(what: string) {
    super(`ERR Protocol error: ${what}`);
  }
}

const LINE_LIMIT = 64 * 1024;
const WORD_LIMIT = 512 * 1024 * 1024;
const WORDS_LIMIT = 2n ** 31n - 1n;

/**
 * Reads requests from a connection, whatever the chunks: arrays of bulk strings, or inline commands.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/#sending-commands-to-a-redis-server
 */
export class RequestParser {
  #pending: Bytes = '';
  #position = 0;
  #words: Bytes[] = [];
  /** Words still to come of the array being read; 0 between requests. */
  #missing = 0;
  /** Length of the word being read; null when its length comes next. */
  #wordLength: number | null = null;

  push(bytes: Bytes): void {
    this.#pending = this.#position === 0 ? this.#pending + bytes : this.#pending.slice(this.#position) + bytes;
    this.#position = 0;
  }

  /** The next complete request, never empty; null when more bytes are needed. Throws a {@link ProtocolError}. */
  next(): readonly Bytes[] | null {
    while (this.#position < this.#pending.length || this.#missing > 0) {
      if (this.#missing === 0) {
        if (this.#pending[this.#position] !== '*') {
          const words = this.#inline();
          if (words === null || words.length > 0) return words;
          continue;
        }
        if (!this.#startArray()) return null;
        if (this.#missing === 0) continue;
      }
      while (this.#missing > 0) if (!this.#word()) return null;
      const words = this.#words;
      this.#words = [];
      return words;
    }
    return null;
  }

  #startArray(): boolean {
    const line = this.#line('too big mbulk count string');
    if (line === null) return false;
    const count = parseInt64(line.slice(1));
    if (count === null || count > WORDS_LIMIT) throw new ProtocolError('invalid multibulk length');
    this.#missing = Math.max(0, Number(count));
    return true;
  }

  #word(): boolean {
    if (this.#wordLength === null) {
      const line = this.#line('too big bulk count string');
      if (line === null) return false;
      if (!line.startsWith('$')) throw new ProtocolError(`expected '$', got '${line[0] ?? '\r'}'`);
      const length = parseInt64(line.slice(1));
      if (length === null || length < 0n || length > BigInt(WORD_LIMIT)) throw new ProtocolError('invalid bulk length');
      this.#wordLength = Number(length);
    }
    const end = this.#position + this.#wordLength;
    if (this.#pending.length < end + 2) return false;
    this.#words.push(this.#pending.slice(this.#position, end));
    this.#position = end + 2;
    this.#wordLength = null;
    this.#missing--;
    return true;
  }

  /** A line that ends with CR LF, without it. */
  #line(tooLong: string): Bytes | null {
    const end = this.#pending.indexOf('\r', this.#position);
    if (end === -1 && this.#pending.length - this.#position > LINE_LIMIT) throw new ProtocolError(tooLong);
    if (end === -1 || end + 2 > this.#pending.length) return null;
    const line = this.#pending.slice(this.#position, end);
    this.#position = end + 2;
    return line;
  }

  #inline(): readonly Bytes[] | null {
    const end = this.#pending.indexOf('\n', this.#position);
    if (end === -1) {
      if (this.#pending.length - this.#position > LINE_LIMIT) throw new ProtocolError('too big inline request');
      return null;
    }
    const words = splitInline(this.#pending.slice(this.#position, end).replace(/\r$/, ''));
    this.#position = end + 1;
    if (words === null) throw new ProtocolError('unbalanced quotes in request');
    return words;
  }
}
