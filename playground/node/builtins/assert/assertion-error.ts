import { invalidArgType } from '../net/coded-error.ts';
import { type InspectContext, inspect } from '../util/inspect.ts';
import { comparisonMessage, generalMessage, withoutStack } from './message.ts';

type AnyFunction = (...args: never[]) => unknown;

export interface AssertionOptions {
  message?: unknown;
  actual?: unknown;
  expected?: unknown;
  operator?: string;
  /** The stack begins with whoever called this. */
  stackStartFn?: AnyFunction;
}

const COMPARED = new Set(['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual']);

function messageOf({ message, actual, expected, operator }: AssertionOptions): string {
  const compared = operator !== undefined && COMPARED.has(operator);
  if (message === undefined || message === null) {
    return compared ? comparisonMessage(actual, expected, operator) : generalMessage(actual, expected, `${operator}`);
  }
  return compared ? comparisonMessage(actual, expected, operator, String(message)) : String(message);
}

/** @see https://nodejs.org/api/assert.html#class-assertassertionerror */
export class AssertionError extends Error {
  generatedMessage: boolean;
  code = 'ERR_ASSERTION';
  actual: unknown;
  expected: unknown;
  operator: string | undefined;
  diff = 'simple';

  constructor(options: AssertionOptions) {
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
    super(messageOf(options));
    const { actual, expected, operator, message, stackStartFn } = options;
    this.generatedMessage = !message;
    const errors = actual instanceof Error && expected instanceof Error;
    this.actual = errors ? withoutStack(actual) : actual;
    this.expected = errors ? withoutStack(expected) : expected;
    this.operator = operator;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError',
      writable: true,
      configurable: true,
      enumerable: false,
    });
    if (Error.captureStackTrace) Error.captureStackTrace(this, stackStartFn);
    const { stack } = this;
    if (stack?.startsWith('AssertionError:')) {
      this.stack = `AssertionError [${this.code}]${stack.slice('AssertionError'.length)}`;
    }
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, context: InspectContext): string {
    return inspect(this, { ...context, customInspect: false, depth: 0 });
  }
}
