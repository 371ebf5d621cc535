import { codedError } from './builtins/net/coded-error.ts';
import { inspect } from './builtins/util.ts';

/**
 * What a rejection that nobody handled is as an exception.
 *
 * @see https://nodejs.org/api/errors.html#err_unhandled_rejection
 */
export function unhandledRejection(reason: unknown): unknown {
  if (reason instanceof Error) return reason;
  return codedError(
    Error,
    'ERR_UNHANDLED_REJECTION',
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting a ' +
      `promise which was not handled with .catch(). The promise rejected with the reason "${inspect(reason)}".`,
  );
}
