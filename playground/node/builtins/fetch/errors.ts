import type { Socket } from '../net/socket.ts';

/** What a program meets when a request fails before its response: the reason is in `cause`, as in Node. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

/** What reading a body meets when the connection fails under it. */
export function terminated(cause: unknown): TypeError {
  return new TypeError('terminated', { cause });
}

/** These are named and coded as undici, Node's fetch, does. */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  readonly code = 'UND_ERR_SOCKET';
  readonly socket: Readonly<Record<string, unknown>>;

  constructor(message: string, socket: Socket | null) {
    super(message);
    const { localAddress, localPort, remoteAddress, remotePort, remoteFamily } = socket ?? {};
    const { timeout, bytesWritten, bytesRead } = socket ?? {};
    this.socket = {
      localAddress,
      localPort,
      remoteAddress,
      remotePort,
      remoteFamily,
      timeout,
      bytesWritten,
      bytesRead,
    };
  }
}

export class HTTPParserError extends Error {
  override readonly name = 'HTTPParserError';
}

export class HeadersTimeoutError extends Error {
  override readonly name = 'HeadersTimeoutError';
  readonly code = 'UND_ERR_HEADERS_TIMEOUT';
}

export class BodyTimeoutError extends Error {
  override readonly name = 'BodyTimeoutError';
  readonly code = 'UND_ERR_BODY_TIMEOUT';
}

export class InvalidArgumentError extends Error {
  override readonly name = 'InvalidArgumentError';
  readonly code = 'UND_ERR_INVALID_ARG';
}

export class NotSupportedError extends Error {
  override readonly name = 'NotSupportedError';
  readonly code = 'UND_ERR_NOT_SUPPORTED';
}

export class RequestContentLengthMismatchError extends Error {
  override readonly name = 'RequestContentLengthMismatchError';
  readonly code = 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH';
}

/** The machine's network ends at the machine: there is nothing to look the name up with, and nowhere to send a packet. */
export function noNetwork(host: string): Error {
  return Object.assign(
    new Error(
      `This machine has no network beyond itself, so it cannot reach ${host}. Programs on it reach each other on localhost.`,
    ),
    { code: 'ENETUNREACH', syscall: 'connect', host },
  );
}

export const noTls = () =>
  Object.assign(new Error('This machine has no TLS: use http: instead of https:.'), {
    code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  });

/** Renames what the HTTP client reports to what Node's fetch reports for the same event. */
export function translate(error: Error, socket: Socket | null): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' && !('syscall' in error)) return new SocketError('other side closed', socket);
  if (!code.startsWith('HPE_')) return error;
  const reason = 'reason' in error ? String(error.reason) : error.message;
  return new HTTPParserError(`Response does not match the HTTP/1.1 protocol (${reason})`);
}
