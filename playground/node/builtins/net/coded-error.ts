import { captureMore } from '../../stack-traces/limit.ts';
import { inspect } from '../util/inspect.ts';

/** An error as Node's own code throws it: a standard class with a `code`. */
export type CodedError<E extends Error = Error> = E & { code: string };

/**
 * Makes an error that prints as `TypeError [ERR_X]: message`, as Node's do.
 *
 * @see https://nodejs.org/api/errors.html#nodejs-error-codes
 */
export function codedError<E extends Error>(
  Base: new (message: string) => E,
  code: string,
  message: string,
): CodedError<E> {
  const error = captureMore(() => Object.assign(new Base(message), { code }));
  Object.defineProperty(error, 'toString', {
    value: () => `${error.name} [${code}]: ${error.message}`,
    writable: true,
    configurable: true,
  });
  if (error.stack?.startsWith(`${error.name}:`)) {
    error.stack = `${error.name} [${code}]${error.stack.slice(error.name.length)}`;
  }
  return error;
}

/** `name` may be a phrase of its own: `first argument`. */
export function invalidArgType(name: string, expected: string, actual: unknown): CodedError<TypeError> {
  const subject = name.endsWith(' argument') ? name : `"${name}" ${kindOf(name)}`;
  return codedError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The ${subject} must be ${expected}. Received ${describe(actual)}`,
  );
}

export function invalidArgValue(name: string, value: unknown, reason = 'is invalid'): CodedError<TypeError> {
  const shown = inspect(value);
  return codedError(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `The ${kindOf(name)} '${name}' ${reason}. Received ${shown.length > 128 ? `${shown.slice(0, 128)}...` : shown}`,
  );
}

export function outOfRange(name: string, range: string, value: unknown): CodedError<RangeError> {
  return codedError(
    RangeError,
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${describeNumber(value)}`,
  );
}

function kindOf(name: string): 'property' | 'argument' {
  return name.includes('.') ? 'property' : 'argument';
}

/** A value as Node's messages name it: its class or its type, and little of a long string. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== '' ? `an instance of ${name}` : inspect(value, { depth: -1 });
  }
  if (typeof value === 'string') {
    const shown = value.length > 28 ? `${value.slice(0, 25)}...` : value;
    return `type string (${shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`})`;
  }
  return `type ${typeof value} (${inspect(value)})`;
}

/** Numbers beyond 32 bits get separators, so that their size can be read. */
function describeNumber(value: unknown): string {
  const large = typeof value === 'bigint' ? value > 2n ** 32n || value < -(2n ** 32n) : false;
  if (large || (Number.isInteger(value) && Math.abs(Number(value)) > 2 ** 32)) {
    return `${String(value).replace(/\B(?=(\d{3})+$)/g, '_')}${typeof value === 'bigint' ? 'n' : ''}`;
  }
  return inspect(value);
}
