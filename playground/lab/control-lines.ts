/**
 * Control lines: JSON between a lab program and whoever spawned it, over the program's input and output.
 *
 * Standard output and standard error arrive merged at the spawner, and learner code may print anything, so each line
 * starts with a word that only these two know: the spawner makes it up and passes it as `--control <nonce>`.
 */

/** One line, with its line feed, for `message`. */
export function encodeControlLine(nonce: string, message: unknown): string {
  return `${nonce} ${JSON.stringify(message)}\n`;
}

export interface DecodedOutput {
  /** Messages, in order. The nonce vouches for their sender; the caller names the type it agreed on. */
  readonly messages: unknown[];
  /** Everything else that was printed, line ends kept. */
  readonly text: string;
}

/** Splits a program's output into control messages and plain text. Feed chunks in order; a partial control line waits for its end. */
export class ControlLineDecoder {
  #pending = '';
  readonly #prefix: string;

  constructor(nonce: string) {
    this.#prefix = `${nonce} `;
  }

  push(chunk: string): DecodedOutput {
    this.#pending += chunk;
    const messages: unknown[] = [];
    let text = '';
    let start = 0;
    for (let end = this.#pending.indexOf('\n'); end !== -1; end = this.#pending.indexOf('\n', start)) {
      const line = this.#pending.slice(start, end);
      start = end + 1;
      // Text without a line end may stand before the prefix: another writer shares the stream.
      const at = line.indexOf(this.#prefix);
      if (at === -1) text += `${line}\n`;
      else {
        const message = parseJson(line.slice(at + this.#prefix.length));
        text += line.slice(0, at);
        // Something was lost from the middle of it: shown, since nothing else can be done with it.
        if (message === undefined) text += `${line.slice(at)}\n`;
        else messages.push(message);
      }
    }
    this.#pending = this.#pending.slice(start);
    // Plain text is shown at once; only what may become a control line is held back.
    if (!this.#mayBecomeControl(this.#pending)) {
      text += this.#pending;
      this.#pending = '';
    }
    return { messages, text };
  }

  #mayBecomeControl(text: string): boolean {
    if (text.includes(this.#prefix)) return true;
    for (let length = Math.min(text.length, this.#prefix.length - 1); length > 0; length--) {
      if (text.endsWith(this.#prefix.slice(0, length))) return true;
    }
    return false;
  }
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
