import type { ConnectOptions } from './arguments.ts';
import { isIP } from './ip.ts';
import { type LookupAddress, lookupAll } from './lookup.ts';
import type { Socket } from './socket.ts';
import { connectError, type SystemError, type SystemErrorCode } from './system-error.ts';

/**
 * Resolves the host and tries its addresses one after the other, as `autoSelectFamily` does. The socket is told through
 * `_open`, `_connected` and `destroy`.
 *
 * @see https://nodejs.org/api/net.html#socketconnectoptions-connectlistener
 */
export function connectSocket(socket: Socket, port: number, options: ConnectOptions): void {
  const host = options.host || 'localhost';
  const family = isIP(host);
  if (family !== 0) {
    process.nextTick(() => tryNext(socket, [{ address: host, family }], port, []));
    return;
  }
  socket._host = host;
  const lookup = options.lookup ?? lookupAll;
  lookup(host, { all: true, family: options.family }, (error, addresses) => {
    for (const { address, family } of addresses ?? []) socket.emit('lookup', error, address, family, host);
    if (!socket.connecting) return;
    if (!error) {
      tryNext(socket, addresses, port, []);
      return;
    }
    socket.emit('lookup', error, undefined, undefined, host);
    process.nextTick(() => socket.destroy(error));
  });
}

function tryNext(
  socket: Socket,
  addresses: readonly LookupAddress[],
  port: number,
  errors: readonly SystemError[],
): void {
  if (!socket.connecting) return;
  const [target, ...others] = addresses;
  if (!target) {
    socket.destroy(errors.length === 1 ? errors[0] : aggregate(errors));
    return;
  }
  const { address, family } = target;
  socket.emit('connectionAttempt', address, port, family);
  if (others.length > 0 || errors.length > 0) {
    socket.autoSelectFamilyAttemptedAddresses = [
      ...(socket.autoSelectFamilyAttemptedAddresses ?? []),
      `${address}:${port}`,
    ];
  }
  socket._open(address, port, errors.length > 0, (code) => {
    const error = connectError(code, address, port);
    socket.emit('connectionAttemptFailed', address, port, family, error);
    tryNext(socket, others, port, [...errors, error]);
  });
}

function aggregate(errors: readonly SystemError[]): AggregateError & { code: SystemErrorCode | string } {
  const code = errors[0]?.code ?? 'ECONNREFUSED';
  const error = Object.assign(new AggregateError(errors), { code });
  if (error.stack?.startsWith('AggregateError')) {
    error.stack = `AggregateError [${code}]: ${error.stack.slice('AggregateError'.length)}`;
  }
  return error;
}
