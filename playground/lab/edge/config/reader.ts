import { ConfError, type Place } from './conf-error.ts';

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly place: Place;
}

export type Statement =
  | { readonly kind: 'simple' | 'block'; readonly directive: Directive }
  | { readonly kind: 'block-end' | 'file-end'; readonly place: Place };

const SPACE = /[ \t\r\n]/;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

/**
 * Splits a configuration into statements by nginx's own rules. A parser from npm does not serve here: `nginx-conf` keeps
 * neither the lines of directives nor their words apart, and both are in nginx's messages.
 *
 * @see https://nginx.org/en/docs/beginners_guide.html#conf_structure
 */
export class ConfReader {
  readonly #text: string;
  readonly #file: string;
  #at = 0;
  #line = 1;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  get place(): Place {
    return { file: this.#file, line: this.#line };
  }

  /** The next statement. A block's own statements follow it, up to `block-end`. Throws a {@link ConfError}. */
  next(): Statement {
    const words: string[] = [];
    for (;;) {
      this.#skipSpace();
      const character = this.#text[this.#at];
      if (character === undefined) {
        if (words.length > 0) throw this.#error('unexpected end of file, expecting ";" or "}"');
        return { kind: 'file-end', place: this.place };
      }
      if (character === ';' || character === '{') {
        const [name, ...args] = words;
        if (name === undefined) throw this.#error(`unexpected "${character}"`);
        this.#at++;
        return { kind: character === ';' ? 'simple' : 'block', directive: { name, args, place: this.place } };
      }
      if (character === '}') {
        if (words.length > 0) throw this.#error('unexpected "}"');
        this.#at++;
        return { kind: 'block-end', place: this.place };
      }
      words.push(character === '"' || character === "'" ? this.#quoted(character) : this.#plain());
    }
  }

  #skipSpace(): void {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === '#') {
        while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
      } else if (character !== undefined && SPACE.test(character)) {
        if (character === '\n') this.#line++;
        this.#at++;
      } else {
        return;
      }
    }
  }

  #quoted(quote: string): string {
    this.#at++;
    const word = this.#take((character) => character === quote);
    this.#at++;
    const next = this.#text[this.#at];
    // nginx lets a closing parenthesis follow: `if ($a = "b")`.
    if (next !== undefined && next !== ')' && next !== ';' && next !== '{' && !SPACE.test(next)) {
      throw this.#error(`unexpected "${next}"`);
    }
    return word;
  }

  #plain(): string {
    let afterDollar = false;
    return this.#take((character) => {
      if (character === '{' && afterDollar) {
        afterDollar = false;
        return false;
      }
      afterDollar = character === '$';
      return character === ';' || character === '{' || SPACE.test(character);
    });
  }

  #take(ends: (character: string) => boolean): string {
    let word = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw this.#error('unexpected end of file, expecting ";" or "}"');
      if (character === '\\') {
        const escaped = this.#text[this.#at + 1] ?? '';
        word += ESCAPES[escaped] ?? `\\${escaped}`;
        if (escaped === '\n') this.#line++;
        this.#at += 2;
        continue;
      }
      if (ends(character)) return word;
      if (character === '\n') this.#line++;
      word += character;
      this.#at++;
    }
  }

  #error(message: string): ConfError {
    return new ConfError(message, this.place);
  }
}

/** Hands each statement of one file or block to `handle`, which reads the statements of the blocks it opens. */
export function readStatements(
  reader: ConfReader,
  level: 'file' | 'block',
  handle: (directive: Directive, isBlock: boolean) => void,
): Place {
  for (;;) {
    const statement = reader.next();
    switch (statement.kind) {
      case 'file-end':
        if (level === 'block') throw new ConfError('unexpected end of file, expecting "}"', statement.place);
        return statement.place;
      case 'block-end':
        if (level === 'file') throw new ConfError('unexpected "}"', statement.place);
        return statement.place;
      default:
        handle(statement.directive, statement.kind === 'block');
    }
  }
}

/** Reads past a block that nobody models. */
export function skipBlock(reader: ConfReader): void {
  readStatements(reader, 'block', (_directive, isBlock) => {
    if (isBlock) skipBlock(reader);
  });
}
