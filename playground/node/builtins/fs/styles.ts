import { bindContext } from '../../async-context.ts';
import { queueEvent } from '../../event-loop.ts';
import { acquire } from '../../liveness.ts';
import { invalidArgType } from '../net/coded-error.ts';

/**
 * A file operation in two steps, so that it is written once for its three styles: the call checks the arguments, the
 * function that it gives does the work.
 */
export type Operation<Args extends unknown[], Result> = (...args: Args) => () => Result;

type Callback = (error: unknown, ...results: unknown[]) => void;

/** Does the work in a later turn of the event loop, in the order of the calls, and keeps the process alive until then. */
export function later<Result>(work: () => Result, done: (error: unknown, result?: Result) => void): void {
  const handle = acquire();
  queueEvent(
    bindContext(() => {
      handle.release();
      let result: Result;
      try {
        result = work();
      } catch (error) {
        done(error);
        return;
      }
      done(null, result);
    }),
  );
}

export function laterPromise<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    later(
      () => resolve(work()),
      (error) => error !== null && reject(error),
    );
  });
}

function named<F extends object>(name: string, style: F): F {
  return Object.defineProperty(style, 'name', { value: name });
}

export function syncStyle<Args extends unknown[], Result>(name: string, operation: Operation<Args, Result>) {
  return named(`${name}Sync`, (...args: Args): Result => operation(...args)());
}

export function promiseStyle<Args extends unknown[], Result>(name: string, operation: Operation<Args, Result>) {
  return named(name, async (...args: Args): Promise<Result> => laterPromise(operation(...args)));
}

/** The style with a callback as last argument. `results` lists what it gets after the error. */
export function callbackStyle<Args extends unknown[], Result>(
  name: string,
  operation: Operation<Args, Result>,
  results: (result: Result) => unknown[] = (result) => (result === undefined ? [] : [result]),
) {
  return named(name, (...given: [...Args, callback: Callback] | unknown[]): void => {
    const { args, callback } = splitCallback(given);
    const work = operation(...(args as Args));
    later(work, (error, result) => {
      if (error !== null) callback(error);
      else callback(null, ...results(result as Result));
    });
  });
}

/** The last argument is the callback; without one the call throws, as Node's does. */
export function splitCallback(given: readonly unknown[]): { args: unknown[]; callback: Callback } {
  const callback = given.at(-1);
  if (typeof callback !== 'function') throw invalidArgType('cb', 'of type function', undefined);
  return { args: given.slice(0, -1), callback: (...results) => Reflect.apply(callback, undefined, results) };
}
