import { isIP } from './ip.ts';
import { lookupError, type SystemError } from './system-error.ts';

export interface LookupAddress {
  address: string;
  family: number;
}

/** The signature of `dns.lookup` with `all: true`, which programs may replace. */
export type LookupFunction = (
  hostname: string,
  options: { all: true; family?: number | undefined; hints?: number | undefined },
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** What the machine's hosts file holds: there is no other name on it. */
const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Resolves a name as the machine knows it: IP addresses, `localhost` and its subdomains (RFC 6761 §6.3). */
export function resolveHost(hostname: string): readonly LookupAddress[] | SystemError {
  const family = isIP(hostname);
  if (family !== 0) return [{ address: hostname, family }];
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') ? LOOPBACK : lookupError(hostname);
}

/** `dns.lookup` with `all: true`. The callback never runs in the same turn. */
export const lookupAll: LookupFunction = (hostname, options, callback) => {
  const found = resolveHost(hostname);
  queueMicrotask(() => {
    if (found instanceof Error) callback(found, []);
    else callback(null, options.family ? found.filter((address) => address.family === options.family) : found);
  });
};
