import { callable } from './callable.ts';
import { abortError, addAbortListener } from './events/abort.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from './readline/cursor.ts';
import { InterfaceBase } from './readline/interface.ts';
import promises from './readline/promises.ts';

type Answer = (line: string) => void;

interface QuestionOptions {
  signal?: AbortSignal;
}

class LineInterface extends InterfaceBase {
  /** The answer is the next line. A question whose signal aborts is never answered. */
  question(query: string, given?: QuestionOptions | Answer, callback?: Answer): void {
    const { signal }: QuestionOptions = typeof given === 'object' ? given : {};
    const answer = typeof given === 'function' ? given : callback;
    if (signal?.aborted) return;
    if (signal) addAbortListener(signal, () => this._takeBackQuestion());
    if (typeof answer === 'function') this._ask(query, answer);
  }
}

Object.defineProperty(LineInterface.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
  value(this: LineInterface, query: string, options: QuestionOptions = {}) {
    return new Promise<string>((resolve, reject) => {
      const { signal } = options;
      if (signal?.aborted) throw abortError(signal);
      if (signal) addAbortListener(signal, () => reject(abortError(signal)));
      this.question(query, options, resolve);
    });
  },
});
Object.defineProperty(LineInterface, 'name', { value: 'Interface' });

const Interface = callable(LineInterface);

/** @see https://nodejs.org/api/readline.html#readlinecreateinterfaceoptions */
export function createInterface(...args: unknown[]): LineInterface {
  return new LineInterface(...args);
}

/** Keys come from terminals, and the machine has none: a stream brings text. */
export function emitKeypressEvents(_stream: unknown, _interface?: unknown): void {}

export { clearLine, clearScreenDown, cursorTo, Interface, moveCursor, promises };

export default {
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  Interface,
  moveCursor,
  promises,
};
