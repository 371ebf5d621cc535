import { type CodedError, codedError } from './coded-error.ts';

export const socketClosed = () => codedError(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed');

export const closedBeforeConnection = () =>
  codedError(Error, 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'Socket closed before the connection was established');

export const alreadyListening = () =>
  codedError(Error, 'ERR_SERVER_ALREADY_LISTEN', 'Listen method has been called more than once without closing.');

export const notRunning = () => codedError(Error, 'ERR_SERVER_NOT_RUNNING', 'Server is not running.');

export const missingConnectTarget = () =>
  codedError(TypeError, 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified');

/** What a write meets after the peer's FIN on a socket that does not allow half-open connections. */
export const endedByPeer = (): CodedError =>
  Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });

export function badPort(name: string, port: unknown): CodedError<RangeError> {
  const received = typeof port === 'string' ? `type string ('${port}')` : `type ${typeof port} (${String(port)})`;
  return codedError(RangeError, 'ERR_SOCKET_BAD_PORT', `${name} should be >= 0 and < 65536. Received ${received}.`);
}

/** Reads a port as Node does: a number or a numeric string, 0 to 65535. */
export function validatePort(port: unknown, name: string): number {
  const number = typeof port === 'string' && port.trim() !== '' ? Number(port) : port;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > 65535)
    throw badPort(name, port);
  return number;
}

/** There are no files in the machine's network: Unix domain sockets and Windows pipes do not exist in it. */
export const noPipes = () =>
  codedError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'This machine has no Unix domain sockets: use a port.');
