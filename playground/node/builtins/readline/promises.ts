import { abortError, addAbortListener } from '../events/abort.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from './cursor.ts';
import { InterfaceBase, type LineOutput } from './interface.ts';

interface QuestionOptions {
  signal?: AbortSignal;
}

/** @see https://nodejs.org/api/readline.html#class-readlinepromisesinterface */
export class Interface extends InterfaceBase {
  question(query: string, { signal }: QuestionOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) throw abortError(signal);
      this._ask(query, resolve);
      if (!signal) return;
      addAbortListener(signal, () => {
        this._takeBackQuestion();
        reject(abortError(signal));
      });
    });
  }
}

type Action = (output: LineOutput) => void;

/** Cursor movements that leave together. @see https://nodejs.org/api/readline.html#class-readlinepromisesreadline */
export class Readline {
  readonly #output: LineOutput;
  readonly #autoCommit: boolean;
  #actions: Action[] = [];

  constructor(output: LineOutput, options: { autoCommit?: boolean } = {}) {
    this.#output = output;
    this.#autoCommit = options.autoCommit === true;
  }

  cursorTo = (x: number, y?: number): this => this.#add((output) => cursorTo(output, x, y));
  moveCursor = (dx: number, dy: number): this => this.#add((output) => moveCursor(output, dx, dy));
  clearLine = (direction: number): this => this.#add((output) => clearLine(output, direction));
  clearScreenDown = (): this => this.#add((output) => clearScreenDown(output));

  async commit(): Promise<void> {
    let text = '';
    for (const action of this.#actions) action({ write: (part) => (text += part) });
    this.#actions = [];
    if (text !== '') this.#output.write(text);
  }

  rollback(): this {
    this.#actions = [];
    return this;
  }

  #add(action: Action): this {
    if (this.#autoCommit) action(this.#output);
    else this.#actions.push(action);
    return this;
  }
}

export function createInterface(...args: unknown[]): Interface {
  return new Interface(...args);
}

/** @see https://nodejs.org/api/readline.html#promises-api */
export default { Interface, Readline, createInterface };
