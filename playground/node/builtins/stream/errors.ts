import library from 'readable-stream/lib/ours/errors.js';
import { AbortError } from '../events/abort.ts';
import { codedError, describe, invalidArgType, invalidArgValue, outOfRange } from '../net/coded-error.ts';
import { expectedTypes } from './expected-types.ts';

type MakeError = (...args: never[]) => Error;

const BYTES = 'of type string or an instance of Buffer, TypedArray, or DataView';

const simple =
  (code: string, message: string, Base: new (message: string) => Error = Error): MakeError =>
  (name: string) =>
    codedError(Base, code, message.replace('%s', name));

/** The library is some years behind in a few words. */
const MAKERS: Record<string, MakeError> = {
  ERR_INVALID_ARG_TYPE: (name: string, expected: string | string[], actual: unknown) =>
    invalidArgType(name, name === 'chunk' ? BYTES : expectedTypes(name === 'fn' ? 'function' : expected), actual),
  ERR_INVALID_ARG_VALUE: (name: string, value: unknown, reason?: string) => invalidArgValue(name, value, reason),
  ERR_OUT_OF_RANGE: (name: string, range: string, value: unknown) => outOfRange(name, range, value),
  ERR_INVALID_RETURN_VALUE: (expected: string, name: string, value: unknown) =>
    codedError(
      TypeError,
      'ERR_INVALID_RETURN_VALUE',
      `Expected ${expected} to be returned from the "${name}" function but got ${describe(value)}.`,
    ),
  ERR_MISSING_ARGS: (...names: string[]) => codedError(TypeError, 'ERR_MISSING_ARGS', missing(names)),
  ERR_ILLEGAL_CONSTRUCTOR: simple('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError),
  ERR_MULTIPLE_CALLBACK: simple('ERR_MULTIPLE_CALLBACK', 'Callback called multiple times'),
  ERR_METHOD_NOT_IMPLEMENTED: simple('ERR_METHOD_NOT_IMPLEMENTED', 'The %s method is not implemented'),
  ERR_STREAM_ALREADY_FINISHED: simple('ERR_STREAM_ALREADY_FINISHED', 'Cannot call %s after a stream was finished'),
  ERR_STREAM_CANNOT_PIPE: simple('ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'),
  ERR_STREAM_DESTROYED: simple('ERR_STREAM_DESTROYED', 'Cannot call %s after a stream was destroyed'),
  ERR_STREAM_NULL_VALUES: simple('ERR_STREAM_NULL_VALUES', 'May not write null values to stream', TypeError),
  ERR_STREAM_PREMATURE_CLOSE: simple('ERR_STREAM_PREMATURE_CLOSE', 'Premature close'),
  ERR_STREAM_PUSH_AFTER_EOF: simple('ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'),
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: simple('ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event'),
  ERR_STREAM_WRITE_AFTER_END: simple('ERR_STREAM_WRITE_AFTER_END', 'write after end'),
  ERR_UNKNOWN_ENCODING: simple('ERR_UNKNOWN_ENCODING', 'Unknown encoding: %s', TypeError),
};

function missing(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length === 1) return `The ${quoted[0]} argument must be specified`;
  const last = quoted.at(-1);
  const first = quoted.slice(0, -1).join(', ');
  return `The ${first}${quoted.length > 2 ? ',' : ''} and ${last} arguments must be specified`;
}

/**
 * Puts errors as all other built-ins throw them in place of the library's. Its modules take them when they are loaded,
 * so this module comes before them.
 */
for (const [code, make] of Object.entries(MAKERS)) {
  // An old-style constructor that gives another object: the library says `new`, sometimes not, and extends one.
  function NodeError(...args: never[]): Error {
    return make(...args);
  }
  library.codes[code] = NodeError;
}
library.AbortError = AbortError;
