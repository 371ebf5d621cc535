import { queueEvent } from '../../event-loop.ts';
import { codedError, invalidArgType, invalidArgValue } from '../net/coded-error.ts';
import { isIP } from '../net/ip.ts';

type Callback = (error: Error | null, records?: unknown) => void;

/** The kinds of records, by the name of the query that asks for them. */
export const QUERIES = {
  A: 'queryA',
  AAAA: 'queryAaaa',
  ANY: 'queryAny',
  CAA: 'queryCaa',
  CNAME: 'queryCname',
  MX: 'queryMx',
  NAPTR: 'queryNaptr',
  NS: 'queryNs',
  PTR: 'queryPtr',
  SOA: 'querySoa',
  SRV: 'querySrv',
  TLSA: 'queryTlsa',
  TXT: 'queryTxt',
} as const;

export type RecordType = keyof typeof QUERIES;

/** `resolveMx` for `MX`. */
export const methodName = (type: RecordType): string =>
  type === 'A' ? 'resolve4' : type === 'AAAA' ? 'resolve6' : `resolve${type[0]}${type.slice(1).toLowerCase()}`;

/** What a query meets where there is no name server: no such name. */
export function notFound(syscall: string, hostname: string): Error {
  return Object.assign(new Error(`${syscall} ENOTFOUND ${hostname}`), {
    errno: undefined,
    code: 'ENOTFOUND',
    syscall,
    hostname,
  });
}

export function checkHostname(hostname: unknown): asserts hostname is string {
  if (typeof hostname !== 'string') throw invalidArgType('name', 'of type string', hostname);
}

export function checkRecordType(type: unknown): asserts type is RecordType {
  if (typeof type !== 'string') throw invalidArgType('rrtype', 'of type string', type);
  if (!Object.hasOwn(QUERIES, type)) throw invalidArgValue('rrtype', type);
}

/** Fails in a later turn. */
export function query(type: RecordType, hostname: unknown, callback: unknown): object {
  checkHostname(hostname);
  return failLater(QUERIES[type], hostname, callback);
}

function failLater(syscall: string, hostname: string, callback: unknown): object {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  queueEvent(() => (callback as Callback)(notFound(syscall, hostname)));
  return { oncomplete: callback, hostname };
}

export function reverse(address: unknown, callback: unknown): object {
  checkHostname(address);
  if (isIP(address) === 0) {
    throw Object.assign(codedError(Error, 'EINVAL', `getHostByAddr EINVAL ${address}`), {
      errno: -22,
      syscall: 'getHostByAddr',
      hostname: address,
    });
  }
  return failLater('getHostByAddr', address, callback);
}

let servers: string[] = [];

export const getServers = (): string[] => [...servers];

/** Remembered and never asked. */
export function setServers(addresses: unknown): void {
  if (!Array.isArray(addresses)) throw invalidArgType('servers', 'an instance of Array', addresses);
  for (const address of addresses) {
    const host = String(address).replace(/^\[(.*)\](:\d+)?$/, '$1');
    if (isIP(host) === 0 && isIP(host.replace(/:\d+$/, '')) === 0) {
      throw codedError(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${address}`);
    }
  }
  servers = addresses.map(String);
}
