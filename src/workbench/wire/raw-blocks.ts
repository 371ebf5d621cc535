/** A piece of a stream's body as the edge reports it: the first 2 KiB of what may be more. */
export interface BytesPiece {
  /** Bytes of the whole piece. */
  readonly size: number;
  readonly encoding: 'utf8' | 'base64';
  readonly bytes: string;
}

/** What the edge shows of one piece. */
const shownBytes = 2048;

/** Lines that wait for the item they belong to. A stream that never ends its block must not fill the memory. */
const mostLines = 2000;

const blank = /^(?:\r\n?|\n)$/;

/** The text of a piece; `decoder` carries a character that two pieces share. */
export function pieceText({ encoding, bytes }: BytesPiece, decoder: TextDecoder): string {
  if (encoding === 'utf8') return bytes;
  return decoder.decode(
    Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)),
    { stream: true },
  );
}

/** The value of the `data` field that a block of an event stream gives. */
function dataOf(block: string): string {
  return block
    .split(/\r\n?|\n/)
    .filter((line) => line === 'data' || line.startsWith('data:'))
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n');
}

/**
 * Finds the bytes of each thing that a stream said. The edge reports the pieces of a body, and after each piece the
 * events, comments and delays that it completed, in the order of their lines.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class RawBlocks {
  /** Whole lines with their line ends, from the last event on. */
  #lines: string[] = [];
  /** Comments and delays before this line were taken. */
  #taken = 0;
  #rest = '';
  #cut = false;
  readonly #decoder = new TextDecoder();

  push(piece: BytesPiece): void {
    if (this.#cut || this.#lines.length > mostLines) {
      this.#lines = [];
      this.#rest = '';
      this.#taken = 0;
    }
    this.#cut = piece.size > shownBytes;
    let text = pieceText(piece, this.#decoder);
    const last = this.#lines.length - 1;
    if (this.#rest === '' && text.startsWith('\n') && this.#lines[last]?.endsWith('\r')) {
      this.#lines[last] = `${this.#lines[last]}\n`;
      text = text.slice(1);
    }
    text = this.#rest + text;
    let start = 0;
    for (const { 0: ending, index } of text.matchAll(/\r\n?|\n/g)) {
      const end = index + ending.length;
      this.#lines.push(text.slice(start, end));
      start = end;
    }
    this.#rest = text.slice(start);
  }

  /** The line of the next comment, with the blank line that ends its block if it is alone there. Null when it is not kept. */
  takeComment(): string | null {
    return this.#takeLine((line) => line.startsWith(':'));
  }

  /** The line of the next `retry` field. Null when it is not kept. */
  takeRetry(delay: number): string | null {
    return this.#takeLine((line) => line.startsWith('retry:') && Number(line.slice(6)) === delay);
  }

  /** The block of the next event, whose data is `data`. Null when it is not kept. */
  takeEvent(data: string): string | null {
    let start = 0;
    let hasData = false;
    for (const [index, line] of this.#lines.entries()) {
      if (!blank.test(line)) {
        hasData ||= /^data(?:$|[:\r\n])/.test(line);
      } else if (!hasData) {
        start = index + 1;
      } else {
        const block = this.#lines.slice(start, index + 1).join('');
        this.#drop(index + 1);
        return dataOf(block) === data ? block : null;
      }
    }
    return null;
  }

  #takeLine(matches: (line: string) => boolean): string | null {
    for (let index = this.#taken; index < this.#lines.length; index++) {
      const line = this.#lines[index] ?? '';
      if (!matches(line)) continue;
      this.#taken = index + 1;
      const next = this.#lines[index + 1] ?? '';
      const alone = (index === 0 || blank.test(this.#lines[index - 1] ?? '')) && blank.test(next);
      this.#dropFinished();
      return alone ? line + next : line;
    }
    return null;
  }

  /** Blocks without data end with nothing: all that they had to say was taken. */
  #dropFinished(): void {
    let end = 0;
    for (let index = 0; index <= this.#taken; index++) {
      const line = this.#lines[index];
      if (line === undefined || line.startsWith('data')) break;
      if (blank.test(line)) end = index + 1;
    }
    this.#drop(end);
  }

  #drop(lines: number): void {
    this.#lines.splice(0, lines);
    this.#taken = Math.max(0, this.#taken - lines);
  }
}
