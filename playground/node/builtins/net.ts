import { callable } from './callable.ts';
import { type ConnectOptions, normalizeArguments } from './net/arguments.ts';
import { BlockList, SocketAddress } from './net/block-list.ts';
import { isIP, isIPv4, isIPv6 } from './net/ip.ts';
import { type ConnectionListener, type ServerOptions, Server as TcpServer } from './net/server.ts';
import { Socket as TcpSocket } from './net/socket.ts';

const Socket = callable(TcpSocket);
const Server = callable(TcpServer);

/** @see https://nodejs.org/api/net.html#netcreateserveroptions-connectionlistener */
export function createServer(
  options?: ServerOptions | ConnectionListener,
  connectionListener?: ConnectionListener,
): TcpServer {
  return new TcpServer(options, connectionListener);
}

/** @see https://nodejs.org/api/net.html#netcreateconnection */
export function createConnection(...args: unknown[]): TcpSocket {
  const { options } = normalizeArguments<ConnectOptions>(args);
  const socket = new TcpSocket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(...args);
}

const connect = createConnection;

let autoSelectFamily = true;
let autoSelectFamilyAttemptTimeout = 250;

export const getDefaultAutoSelectFamily = () => autoSelectFamily;
export const setDefaultAutoSelectFamily = (value: boolean) => {
  autoSelectFamily = value;
};
export const getDefaultAutoSelectFamilyAttemptTimeout = () => autoSelectFamilyAttemptTimeout;
export const setDefaultAutoSelectFamilyAttemptTimeout = (value: number) => {
  autoSelectFamilyAttemptTimeout = value;
};

export { BlockList, connect, isIP, isIPv4, isIPv6, Server, Socket, Socket as Stream, SocketAddress };

export default {
  BlockList,
  connect,
  createConnection,
  createServer,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
  Socket,
  SocketAddress,
  Stream: Socket,
};
