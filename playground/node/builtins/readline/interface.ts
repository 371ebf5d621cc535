import { addAbortListener } from '../events/abort.ts';
import { on } from '../events/on.ts';
import { EventEmitter } from '../events.ts';
import { codedError, invalidArgType, invalidArgValue, outOfRange } from '../net/coded-error.ts';
import { LineSplitter } from './line-splitter.ts';

type Listener = (...args: never[]) => void;

export interface LineInput {
  on(event: string, listener: Listener): unknown;
  removeListener(event: string, listener: Listener): unknown;
  pause(): unknown;
  resume(): unknown;
}

export interface LineOutput {
  write(text: string): unknown;
}

export interface InterfaceOptions {
  input: LineInput;
  output?: LineOutput | null;
  completer?: unknown;
  terminal?: boolean;
  history?: string[];
  historySize?: number;
  prompt?: string;
  crlfDelay?: number;
  signal?: AbortSignal;
}

/** Reads `(input, output, completer, terminal)` or `(options)`. */
export function toInterfaceOptions(args: readonly unknown[]): InterfaceOptions {
  const [first, output, completer] = args;
  const named = typeof first === 'object' && first !== null && 'input' in first && !('read' in first);
  const options = (named ? { ...first } : { input: first, output, completer }) as InterfaceOptions;
  const { input, historySize } = options;
  if (options.completer !== undefined && options.completer !== null && typeof options.completer !== 'function') {
    throw invalidArgValue('completer', options.completer);
  }
  if (historySize !== undefined) {
    if (typeof historySize !== 'number') throw invalidArgType('size', 'of type number', historySize);
    if (!(historySize >= 0)) throw outOfRange('size', '>= 0', historySize);
  }
  if (typeof input?.on !== 'function') throw new TypeError('input.on is not a function');
  return options;
}

/**
 * Lines from a stream. There is no terminal on the machine, so there is nothing to edit in them.
 *
 * @see https://nodejs.org/api/readline.html#class-interfaceconstructor
 */
export class InterfaceBase extends EventEmitter {
  readonly terminal = false;
  readonly line = '';
  readonly cursor = undefined;
  readonly input: LineInput;
  readonly output: LineOutput | null;
  history: string[];
  crlfDelay: number;
  paused = false;
  readonly #splitter: LineSplitter;
  #prompt: string;
  #closed = false;
  #lines: AsyncIterableIterator<unknown[]> | null = null;
  /** Gets the next line instead of the 'line' event, after {@link _ask}. */
  #asked: ((line: string) => void) | null = null;
  #promptBefore = '';

  constructor(...args: unknown[]) {
    super();
    const options = toInterfaceOptions(args);
    this.input = options.input;
    this.output = options.output ?? null;
    this.history = options.history ?? [];
    this.#prompt = options.prompt === undefined ? '> ' : String(options.prompt);
    this.crlfDelay = options.crlfDelay ? Math.max(100, options.crlfDelay) : 100;
    this.#splitter = new LineSplitter(this.crlfDelay);
    this.input.on('error', this.#onError);
    this.input.on('data', this.#onData);
    this.input.on('end', this.#onEnd);
    if (options.signal) addAbortListener(options.signal, () => this.close());
    this.input.resume();
  }

  get columns(): number {
    return Number.POSITIVE_INFINITY;
  }

  getPrompt(): string {
    return this.#prompt;
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
  }

  prompt(_preserveCursor?: boolean): void {
    this.#check();
    if (this.paused) this.resume();
    this.output?.write(this.#prompt);
  }

  close(): void {
    if (this.#closed) return;
    this.pause();
    this.#closed = true;
    this.input.removeListener('error', this.#onError);
    this.input.removeListener('data', this.#onData);
    this.input.removeListener('end', this.#onEnd);
    this.emit('close');
  }

  pause(): this {
    this.#check();
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume(): this {
    this.#check();
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  /** As if the input had brought it. */
  write(data: string | Uint8Array): void {
    this.#check();
    if (this.paused) this.resume();
    for (const line of this.#splitter.push(data)) this.#onLine(line);
  }

  getCursorPos(): { rows: number; cols: number } {
    return { cols: this.#prompt.length, rows: 0 };
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    this.#lines ??= on(this, 'line', { close: ['close'], highWaterMark: 1024 });
    return firstOf(this.#lines, () => this.close());
  }

  /** Asks for one line. False when another question waits for it: the prompt is only shown again. */
  _ask(query: string, answer: (line: string) => void): boolean {
    this.#check();
    if (this.#asked) {
      this.prompt();
      return false;
    }
    this.#promptBefore = this.#prompt;
    this.setPrompt(query);
    this.#asked = answer;
    this.prompt();
    return true;
  }

  _takeBackQuestion(): void {
    if (!this.#asked) return;
    this.#asked = null;
    this.setPrompt(this.#promptBefore);
  }

  readonly #onError = (error: Error): void => {
    this.emit('error', error);
  };

  readonly #onData = (chunk: string | Uint8Array): void => {
    for (const line of this.#splitter.push(chunk)) this.#onLine(line);
  };

  readonly #onEnd = (): void => {
    const rest = this.#splitter.end();
    if (rest !== '') this.#onLine(rest);
    this.close();
  };

  #onLine(line: string): void {
    const asked = this.#asked;
    if (!asked) {
      this.emit('line', line);
      return;
    }
    this._takeBackQuestion();
    asked(line);
  }

  #check(): void {
    if (this.#closed) throw codedError(Error, 'ERR_USE_AFTER_CLOSE', 'readline was closed');
  }
}

/** The first argument of each event. Leaving the loop closes what brings them. */
function firstOf(events: AsyncIterableIterator<unknown[]>, left: () => void): AsyncIterableIterator<string> {
  return {
    async next() {
      const { done, value } = await events.next();
      return done ? { done, value: undefined } : { done: false, value: String(value[0]) };
    },
    async return() {
      left();
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
