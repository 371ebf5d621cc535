import { codedError, invalidArgType } from '../net/coded-error.ts';
import { isPromise } from './types.ts';

type AnyFunction = (...args: unknown[]) => unknown;

/** A function may bring its own promise form under this name. */
export const custom = Symbol.for('nodejs.util.promisify.custom');

function mustBeFunction(value: unknown, name: string): asserts value is AnyFunction {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value);
}

/** @see https://nodejs.org/api/util.html#utilpromisifyoriginal */
export function promisify(original: unknown): AnyFunction {
  mustBeFunction(original, 'original');
  const own: unknown = Reflect.get(original, custom);
  if (own) {
    if (typeof own !== 'function') throw invalidArgType('util.promisify.custom', 'of type function', own);
    return Object.defineProperty(own as AnyFunction, custom, { value: own, configurable: true });
  }
  function promised(this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const result = Reflect.apply(original as AnyFunction, this, [
        ...args,
        (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)),
      ]);
      if (isPromise(result)) {
        process.emitWarning(
          'Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning',
          'DEP0174',
        );
      }
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, custom, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = custom;

/** @see https://nodejs.org/api/util.html#utilcallbackifyoriginal */
export function callbackify(original: unknown): AnyFunction {
  mustBeFunction(original, 'original');
  function called(this: unknown, ...args: unknown[]): void {
    const done = args.pop();
    mustBeFunction(done, 'last argument');
    const callback = done.bind(this);
    Promise.resolve(Reflect.apply(original as AnyFunction, this, args)).then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, error || falsy(error)),
    );
  }
  const properties = Object.getOwnPropertyDescriptors(original);
  if (typeof properties.length?.value === 'number') properties.length.value += 1;
  if (typeof properties.name?.value === 'string') properties.name.value += 'Callbackified';
  return Object.defineProperties(called, properties);
}

/** A callback tells success by a falsy error, so a falsy reason needs a wrapper. */
function falsy(reason: unknown): Error {
  return Object.assign(codedError(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value'), {
    reason,
  });
}

/** @see https://nodejs.org/api/util.html#utilabortedsignal-resource */
export async function aborted(signal: unknown, resource: unknown): Promise<Event | undefined> {
  if (!(signal instanceof AbortSignal)) {
    throw signal === undefined || signal === null
      ? invalidArgType('signal', 'an instance of AbortSignal', signal)
      : codedError(TypeError, 'ERR_INVALID_ARG_TYPE', 'signal is not of type AbortSignal.');
  }
  if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) {
    throw invalidArgType('resource', 'of type object', resource);
  }
  if (signal.aborted) return undefined;
  return new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
