import { AssertionError } from './assert/assertion-error.ts';
import { callSource } from './assert/call-source.ts';
import { type Asking, expectNothingThrown, expectThrown, outcomeOf, settledOutcome } from './assert/exceptions.ts';
import { codedError, invalidArgType } from './net/coded-error.ts';
import { deepEqual as alike, type Mode } from './util/deep-equal.ts';
import { inspect } from './util/inspect.ts';
import { isRegExp } from './util/types.ts';

type AnyFunction = (...args: never[]) => unknown;
type Comparison = (...args: unknown[]) => void;

/** Fails with the program's own error, or with an AssertionError. */
function fail(caller: AnyFunction, operator: string, actual: unknown, expected: unknown, message: unknown): never {
  if (message instanceof Error) throw message;
  throw new AssertionError({ actual, expected, message, operator, stackStartFn: caller });
}

/** An assertion that compares two values and may be given a message. */
function comparison(
  name: string,
  operator: string,
  holds: (actual: unknown, expected: unknown) => boolean,
): Comparison {
  const assertion: Comparison = (...args) => {
    if (args.length < 2) {
      throw codedError(TypeError, 'ERR_MISSING_ARGS', 'The "actual" and "expected" arguments must be specified');
    }
    const [actual, expected, message] = args;
    if (!holds(actual, expected)) fail(assertion, operator, actual, expected, message);
  };
  return Object.defineProperty(assertion, 'name', { value: name });
}

const deep = (mode: Mode) => (actual: unknown, expected: unknown) => alike(actual, expected, mode);
const not =
  (holds: (actual: unknown, expected: unknown) => boolean) =>
  (actual: unknown, expected: unknown): boolean =>
    !holds(actual, expected);
// biome-ignore lint/suspicious/noDoubleEquals: this is what `assert.equal` promises.
const loosely = (actual: unknown, expected: unknown): boolean => actual == expected || bothNaN(actual, expected);
const bothNaN = (actual: unknown, expected: unknown): boolean => Number.isNaN(actual) && Number.isNaN(expected);

/** @see https://nodejs.org/api/assert.html */
export const equal = comparison('equal', '==', loosely);
export const notEqual = comparison('notEqual', '!=', not(loosely));
export const deepEqual = comparison('deepEqual', 'deepEqual', deep('loose'));
export const notDeepEqual = comparison('notDeepEqual', 'notDeepEqual', not(deep('loose')));
export const deepStrictEqual = comparison('deepStrictEqual', 'deepStrictEqual', deep('strict'));
export const notDeepStrictEqual = comparison('notDeepStrictEqual', 'notDeepStrictEqual', not(deep('strict')));
export const strictEqual = comparison('strictEqual', 'strictEqual', Object.is);
export const notStrictEqual = comparison('notStrictEqual', 'notStrictEqual', not(Object.is));
export const partialDeepStrictEqual = comparison('partialDeepStrictEqual', 'partialDeepStrictEqual', deep('partial'));

function check(caller: AnyFunction, args: readonly unknown[]): void {
  const [value, message] = args;
  if (value) return;
  if (message instanceof Error) throw message;
  const own = args.length === 0 ? 'No value argument passed to `assert.ok()`' : message;
  const error = new AssertionError({
    actual: value,
    expected: true,
    message: own ?? falsy(caller),
    operator: '==',
    stackStartFn: caller,
  });
  error.generatedMessage = message === undefined || message === null;
  throw error;
}

/** The message of a failed `ok` shows the call itself. */
function falsy(caller: AnyFunction): string {
  const here = { stack: '' };
  if (Error.captureStackTrace) Error.captureStackTrace(here, caller);
  else here.stack = new Error().stack ?? '';
  const source = callSource(here.stack);
  return `The expression evaluated to a falsy value${source === null ? '' : `:\n\n  ${source}\n`}`;
}

export function ok(...args: unknown[]): void {
  check(ok, args);
}

function failed(message?: unknown): never {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail', stackStartFn: failed });
  error.generatedMessage = message === undefined || message === null;
  throw error;
}
Object.defineProperty(failed, 'name', { value: 'fail' });

export function ifError(error: unknown): void {
  if (error === null || error === undefined) return;
  const said: unknown = typeof error === 'object' ? Reflect.get(error, 'message') : undefined;
  const shown = typeof said === 'string' ? said || error.constructor.name : inspect(error);
  const message = `ifError got unwanted exception: ${shown}`;
  fail(ifError, 'ifError', error, null, message);
}

function matching(name: 'match' | 'doesNotMatch'): Comparison {
  const assertion: Comparison = (text, pattern, message) => {
    if (!isRegExp(pattern)) throw invalidArgType('regexp', 'an instance of RegExp', pattern);
    const matched = typeof text === 'string' && Reflect.apply(RegExp.prototype.exec, pattern, [text]) !== null;
    if (typeof text === 'string' && matched === (name === 'match')) return;
    if (message instanceof Error) throw message;
    const wanted = name === 'match' ? 'did not match' : 'was expected to not match';
    const generated =
      typeof text === 'string'
        ? `The input ${wanted} the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`
        : invalidArgType('string', 'of type string', text).message;
    const error = new AssertionError({
      actual: text,
      expected: pattern,
      message: message || generated,
      operator: name,
      stackStartFn: assertion,
    });
    error.generatedMessage = !message;
    throw error;
  };
  return Object.defineProperty(assertion, 'name', { value: name });
}

export const match = matching('match');
export const doesNotMatch = matching('doesNotMatch');

const asking = (caller: AnyFunction, noun: Asking['noun']): Asking => ({ caller, noun });

export function throws(run: unknown, ...args: unknown[]): void {
  expectThrown(asking(throws, 'exception'), outcomeOf(run), args);
}

export async function rejects(source: unknown, ...args: unknown[]): Promise<void> {
  expectThrown(asking(rejects, 'rejection'), await settledOutcome(source), args);
}

export function doesNotThrow(run: unknown, ...args: unknown[]): void {
  expectNothingThrown(asking(doesNotThrow, 'exception'), outcomeOf(run), args);
}

export async function doesNotReject(source: unknown, ...args: unknown[]): Promise<void> {
  expectNothingThrown(asking(doesNotReject, 'rejection'), await settledOutcome(source), args);
}

const members = {
  AssertionError,
  ok,
  fail: failed,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
};

/** @see https://nodejs.org/api/assert.html#strict-assertion-mode */
export function strict(...args: unknown[]): void {
  check(strict, args);
}
Object.assign(strict, members, {
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
  strict,
});

export { AssertionError, failed as fail };

export default Object.assign(ok, members, { strict });
