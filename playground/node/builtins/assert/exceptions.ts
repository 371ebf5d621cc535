import { codedError, describe, invalidArgType, invalidArgValue } from '../net/coded-error.ts';
import { isDeepStrictEqual } from '../util/deep-equal.ts';
import { inspect } from '../util/inspect.ts';
import { isPromise, isRegExp } from '../util/types.ts';
import { AssertionError } from './assertion-error.ts';

type AnyFunction = (...args: never[]) => unknown;

/** What a function threw. */
export type Outcome = { readonly thrown: false } | { readonly thrown: true; readonly error: unknown };

/** Which assertion asks: its name is the operator, its noun is in the messages. */
export interface Asking {
  readonly caller: AnyFunction;
  readonly noun: 'exception' | 'rejection';
}

export function outcomeOf(run: unknown): Outcome {
  if (typeof run !== 'function') throw invalidArgType('fn', 'of type function', run);
  try {
    run();
  } catch (error) {
    return { thrown: true, error };
  }
  return { thrown: false };
}

export async function settledOutcome(source: unknown): Promise<Outcome> {
  let promise = source;
  if (typeof source === 'function') {
    promise = source();
    if (!isPromise(promise)) {
      throw codedError(
        TypeError,
        'ERR_INVALID_RETURN_VALUE',
        `Expected instance of Promise to be returned from the "promiseFn" function but got ${describe(promise)}.`,
      );
    }
  } else if (!isPromise(source)) {
    throw invalidArgType('promiseFn', 'of type function or an instance of Promise', source);
  }
  try {
    await promise;
  } catch (error) {
    return { thrown: true, error };
  }
  return { thrown: false };
}

const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
const isErrorClass = (value: AnyFunction): boolean => Object.prototype.isPrototypeOf.call(Error, value);
const isInstance = (value: unknown, Class: AnyFunction): boolean =>
  Class.prototype !== undefined && value instanceof Class;

const ambiguous = (reason: string) =>
  codedError(TypeError, 'ERR_AMBIGUOUS_ARGUMENT', `The "error/message" argument is ambiguous. ${reason}`);

/** The second argument may be the message: then there is nothing to compare with. */
function readArguments(outcome: Outcome, args: readonly unknown[]): { expected: unknown; message: unknown } {
  const [expected, message] = args;
  if (typeof expected === 'string') {
    if (args.length > 1) throw wrongExpectation(expected);
    if (outcome.thrown) {
      const { error } = outcome;
      if (error instanceof Error && error.message === expected) {
        throw ambiguous(`The error message "${expected}" is identical to the message.`);
      }
      if (error === expected) throw ambiguous(`The error "${expected}" is identical to the message.`);
    }
    return { expected: undefined, message: expected };
  }
  if (expected !== undefined && expected !== null && typeof expected !== 'object' && !isFunction(expected)) {
    throw wrongExpectation(expected);
  }
  return { expected, message };
}

const wrongExpectation = (value: unknown) =>
  invalidArgType('error', 'of type function or an instance of Error, RegExp, or Object', value);

/** Fails unless something was thrown, and it is what was expected. */
export function expectThrown(asking: Asking, outcome: Outcome, args: readonly unknown[]): void {
  const { expected, message } = readArguments(outcome, args);
  const { caller, noun } = asking;
  if (!outcome.thrown) {
    const name: unknown = expected ? Reflect.get(Object(expected), 'name') : '';
    const text = `Missing expected ${noun}${name ? ` (${name})` : ''}${message ? `: ${message}` : '.'}`;
    throw failure(caller, undefined, expected, text);
  }
  if (expected) checkExpected(caller, outcome.error, expected, message);
}

function failure(caller: AnyFunction, actual: unknown, expected: unknown, message: unknown): Error {
  if (message instanceof Error) return message;
  return new AssertionError({ actual, expected, message, operator: caller.name, stackStartFn: caller });
}

/** With a message of the program's own, or one that tells what was expected. */
function failWith(caller: AnyFunction, error: unknown, expected: unknown, own: unknown, text: () => string): never {
  const message = own || text();
  const made = new AssertionError({ actual: error, expected, message, operator: caller.name, stackStartFn: caller });
  made.generatedMessage = !own;
  throw made;
}

function checkExpected(caller: AnyFunction, error: unknown, expected: unknown, message: unknown): void {
  if (isFunction(expected)) checkFunction(caller, error, expected, message);
  else if (isRegExp(expected)) {
    const text = String(error);
    if (Reflect.apply(RegExp.prototype.exec, expected, [text]) !== null) return;
    failWith(caller, error, expected, message, () => {
      return `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    });
  } else if (typeof error !== 'object' || error === null) {
    throw asComparison(caller, error, expected, error, expected, message);
  } else checkProperties(caller, error, Object(expected), message);
}

function asComparison(
  caller: AnyFunction,
  actual: unknown,
  expected: unknown,
  shownActual: unknown,
  shownExpected: unknown,
  message?: unknown,
): AssertionError {
  const made = new AssertionError({
    actual: shownActual,
    expected: shownExpected,
    message,
    operator: 'deepStrictEqual',
    stackStartFn: caller,
  });
  return Object.assign(made, { actual, expected, operator: caller.name });
}

function checkFunction(caller: AnyFunction, error: unknown, expected: AnyFunction, message: unknown): void {
  if (isInstance(error, expected)) return;
  if (isErrorClass(expected)) {
    failWith(caller, error, expected, message, () => {
      const received = error instanceof Error ? error.name : inspect(error, { depth: -1 });
      const detail = error instanceof Error ? `\n\nError message:\n\n${error.message}` : '';
      return `The error is expected to be an instance of "${expected.name}". Received "${received}"${detail}`;
    });
  }
  const result: unknown = Reflect.apply(expected, {}, [error]);
  if (result === true) return;
  failWith(caller, error, expected, message, () => {
    const name = expected.name === '' ? '' : `"${expected.name}" `;
    const caught = error instanceof Error ? `\n\nCaught error:\n\n${error}` : '';
    return `The ${name}validation function is expected to return "true". Received ${inspect(result)}${caught}`;
  });
}

const matchesText = (text: unknown, pattern: unknown): boolean =>
  typeof text === 'string' && isRegExp(pattern) && Reflect.apply(RegExp.prototype.exec, pattern, [text]) !== null;

/** The properties that are compared, and no others: what the message shows. */
class Comparison {
  constructor(source: object, keys: readonly string[], actual?: object) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const value: unknown = Reflect.get(source, key);
      const found: unknown = actual ? Reflect.get(actual, key) : undefined;
      Reflect.set(this, key, matchesText(found, value) ? found : value);
    }
  }
}

function checkProperties(caller: AnyFunction, error: object, expected: object, message: unknown): void {
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw invalidArgValue('error', expected, 'may not be an empty object');
  for (const key of keys) {
    const [found, wanted]: unknown[] = [Reflect.get(error, key), Reflect.get(expected, key)];
    if (matchesText(found, wanted) || (key in error && isDeepStrictEqual(found, wanted))) continue;
    if (message) throw failure(caller, error, expected, message);
    const shown = [new Comparison(error, keys), new Comparison(expected, keys, error)];
    throw asComparison(caller, error, expected, shown[0], shown[1]);
  }
}

/** Fails when something was thrown, unless it is of a kind that was not asked about: that is thrown on. */
export function expectNothingThrown(asking: Asking, outcome: Outcome, args: readonly unknown[]): void {
  if (!outcome.thrown) return;
  const { error } = outcome;
  const [expected, message] = typeof args[0] === 'string' ? [undefined, args[0]] : args;
  if (expected && !isAskedAbout(error, expected)) throw error;
  const said: unknown = Reflect.get(Object(error), 'message');
  const text = `Got unwanted ${asking.noun}${message ? `: ${message}` : '.'}\nActual message: "${said}"`;
  throw failure(asking.caller, error, expected, text);
}

function isAskedAbout(error: unknown, expected: unknown): boolean {
  if (isRegExp(expected)) return matchesText(String(error), expected);
  if (!isFunction(expected)) throw invalidArgType('expected', 'of type function or an instance of RegExp', expected);
  if (isInstance(error, expected)) return true;
  return !isErrorClass(expected) && Reflect.apply(expected, {}, [error]) === true;
}
