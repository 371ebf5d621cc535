import { type CodedError, codedError } from '../net/coded-error.ts';

export const headersSent = (verb: string) =>
  codedError(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${verb} headers after they are sent to the client`);

export const invalidToken = (label: string, value: unknown) =>
  codedError(TypeError, 'ERR_INVALID_HTTP_TOKEN', `${label} must be a valid HTTP token ["${String(value)}"]`);

export const invalidHeaderValue = (value: unknown, name: string) =>
  codedError(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${String(value)}" for header "${name}"`);

export const invalidCharacter = (what: string, name?: string) =>
  codedError(TypeError, 'ERR_INVALID_CHAR', `Invalid character in ${what}${name === undefined ? '' : ` ["${name}"]`}`);

export const invalidStatusCode = (code: unknown) =>
  codedError(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${String(code)}`);

export const invalidTrailer = () =>
  codedError(Error, 'ERR_HTTP_TRAILER_INVALID', 'Trailers are invalid with this transfer encoding');

export const bodyNotAllowed = () =>
  codedError(
    Error,
    'ERR_HTTP_BODY_NOT_ALLOWED',
    'Adding content for this request method or response status is not allowed.',
  );

export const contentLengthMismatch = (body: number, header: number) =>
  codedError(
    Error,
    'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
    `Response body's content-length of ${body} byte(s) does not match the content-length of ${header} byte(s) set in header`,
  );

export const requestTimedOut = () => codedError(Error, 'ERR_HTTP_REQUEST_TIMEOUT', 'Request timeout');

export const socketAssigned = () =>
  codedError(Error, 'ERR_HTTP_SOCKET_ASSIGNED', 'ServerResponse has an already assigned socket');

export const socketEncoding = () =>
  codedError(Error, 'ERR_HTTP_SOCKET_ENCODING', 'Changing the socket encoding is not allowed per RFC7230 Section 3.');

export const writeAfterEnd = () => codedError(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');

export const streamDestroyed = (call: string) =>
  codedError(Error, 'ERR_STREAM_DESTROYED', `Cannot call ${call} after a stream was destroyed`);

export const alreadyFinished = (call: string) =>
  codedError(Error, 'ERR_STREAM_ALREADY_FINISHED', `Cannot call ${call} after a stream was finished`);

export const nullChunk = () => codedError(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');

export const cannotPipe = () => codedError(Error, 'ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable');

export const notImplemented = (method: string) =>
  codedError(Error, 'ERR_METHOD_NOT_IMPLEMENTED', `The ${method} method is not implemented`);

export const unescapedPath = () =>
  codedError(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');

export const invalidProtocol = (actual: string, expected: string) =>
  codedError(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${actual}" not supported. Expected "${expected}"`);

/** `socket hang up` and `aborted`: the connection went away under a message. */
export const connectionReset = (message: string): CodedError =>
  Object.assign(new Error(message), { code: 'ECONNRESET' });
