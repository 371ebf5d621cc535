/** libuv's numbers on Linux for the failures that a connection can meet. */
const ERRNO = {
  EACCES: -13,
  EADDRINUSE: -98,
  EADDRNOTAVAIL: -99,
  EAGAIN: -11,
  ECONNREFUSED: -111,
  ECONNRESET: -104,
  EMFILE: -24,
  ENOENT: -2,
  ENOTCONN: -107,
  ENOTFOUND: -3008,
  EPIPE: -32,
} as const;

export type SystemErrorCode = keyof typeof ERRNO;

const REASON: Partial<Record<SystemErrorCode, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
  EMFILE: 'too many open files',
};

export interface SystemError extends Error {
  errno: number;
  code: string;
  syscall: string;
}

/** `read ECONNRESET`, `write EPIPE`. */
export function syscallError(code: SystemErrorCode, syscall: string): SystemError {
  return Object.assign(new Error(`${syscall} ${code}`), { errno: ERRNO[code], code, syscall });
}

/** `connect ECONNREFUSED 127.0.0.1:3000`. */
export function connectError(code: SystemErrorCode, address: string, port: number): SystemError {
  return Object.assign(new Error(`connect ${code} ${address}:${port}`), {
    errno: ERRNO[code],
    code,
    syscall: 'connect',
    address,
    port,
  });
}

/** `listen EADDRINUSE: address already in use :::3000`. */
export function listenError(code: SystemErrorCode, address: string, port: number): SystemError {
  const where = port > 0 ? `${address}:${port}` : address;
  return Object.assign(new Error(`listen ${code}: ${REASON[code] ?? code} ${where}`), {
    code,
    errno: ERRNO[code],
    syscall: 'listen',
    address,
    port,
  });
}

/** `getaddrinfo ENOTFOUND example.com`. */
export function lookupError(hostname: string): SystemError {
  const code = 'ENOTFOUND';
  return Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {
    errno: ERRNO[code],
    code,
    syscall: 'getaddrinfo',
    hostname,
  });
}
