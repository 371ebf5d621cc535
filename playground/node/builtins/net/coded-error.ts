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
  const error = Object.assign(new Base(message), { code });
  if (error.stack?.startsWith(`${error.name}:`)) {
    error.stack = `${error.name} [${code}]${error.stack.slice(error.name.length)}`;
  }
  return error;
}

export function invalidArgType(name: string, expected: string, actual: unknown): CodedError<TypeError> {
  const kind = name.includes('.') ? 'property' : 'argument';
  return codedError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The "${name}" ${kind} must be ${expected}. Received ${describe(actual)}`,
  );
}

export function invalidArgValue(name: string, value: unknown, reason = 'is invalid'): CodedError<TypeError> {
  const kind = name.includes('.') ? 'property' : 'argument';
  return codedError(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `The ${kind} '${name}' ${reason}. Received ${typeof value === 'string' ? `'${value}'` : describeValue(value)}`,
  );
}

export function outOfRange(name: string, range: string, value: unknown): CodedError<RangeError> {
  return codedError(
    RangeError,
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${String(value)}`,
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== '' ? `an instance of ${name}` : describeValue(value);
  }
  if (typeof value === 'bigint') return `type bigint (${value}n)`;
  return `type ${typeof value} (${typeof value === 'string' ? `'${value}'` : String(value)})`;
}

function describeValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
