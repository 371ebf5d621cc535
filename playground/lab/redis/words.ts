import type { Bytes } from './bytes.ts';
import { parseDouble, parseInt64 } from './numbers.ts';
import { CommandError, notAFloat, notAnInteger, syntaxError } from './reply.ts';

/** The arguments of a command, read from left to right. What is missing is a syntax error. */
export class Words {
  readonly #words: readonly Bytes[];
  #next = 0;

  constructor(words: readonly Bytes[]) {
    this.#words = words;
  }

  get done(): boolean {
    return this.#next >= this.#words.length;
  }

  /** How many are left. */
  get left(): number {
    return this.#words.length - this.#next;
  }

  take(): Bytes {
    const word = this.#words[this.#next];
    if (word === undefined) throw syntaxError();
    this.#next++;
    return word;
  }

  takeAll(): readonly Bytes[] {
    return this.takeSome(this.left);
  }

  takeSome(count: number): readonly Bytes[] {
    if (count > this.left) throw syntaxError();
    const words = this.#words.slice(this.#next, this.#next + count);
    this.#next += count;
    return words;
  }

  /** The next word in capitals: the name of an option. */
  takeOption(): string {
    return this.take().toUpperCase();
  }

  /** Takes the next word if it is this option. */
  skip(option: string): boolean {
    if (this.#words[this.#next]?.toUpperCase() !== option) return false;
    this.#next++;
    return true;
  }

  /** What comes next, without taking it. */
  peek(): Bytes | undefined {
    return this.#words[this.#next];
  }

  takeInt64(error: () => Error = notAnInteger): bigint {
    const value = parseInt64(this.take());
    if (value === null) throw error();
    return value;
  }

  /** Beyond 2^53 a neighbour of the number, which suffices for counts, positions and times. */
  takeInteger(message?: string): number {
    return Number(this.takeInt64(message === undefined ? notAnInteger : () => new CommandError(message)));
  }

  /** An integer from 0. */
  takeCount(message = 'ERR value is out of range, must be positive'): number {
    const value = this.takeInteger(message);
    if (value < 0) throw new CommandError(message);
    return value;
  }

  takeDouble(message?: string): number {
    const value = parseDouble(this.take());
    if (value === null) throw message === undefined ? notAFloat() : new CommandError(message);
    return value;
  }

  /** Words two by two. Throws a {@link CommandError} with Redis's words for `command` when one is left over. */
  takePairs(command: string): (readonly [Bytes, Bytes])[] {
    if (this.left === 0 || this.left % 2 !== 0) {
      throw new CommandError(`ERR wrong number of arguments for '${command}' command`);
    }
    const pairs: (readonly [Bytes, Bytes])[] = [];
    while (!this.done) pairs.push([this.take(), this.take()]);
    return pairs;
  }
}
