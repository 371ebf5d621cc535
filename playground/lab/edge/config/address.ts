import { isIP } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Splits `host:port`. A string says what is wrong with it, in nginx's words. */
export function parseAddress(text: string, defaultPort: number): Address | string {
  const match = /^(\[[^\]]+\]|[^:]*)(?::(.*))?$/.exec(text);
  if (!match) return 'invalid host';
  const host = match[1]!.replace(/^\[|\]$/g, '');
  if (host === '') return 'no host';
  if (match[2] === undefined) return { host, port: defaultPort };
  const port = /^\d+$/.test(match[2]) ? Number(match[2]) : 0;
  return port < 1 || port > 65535 ? 'invalid port' : { host, port };
}

/**
 * The address to connect to. Names are looked up when a configuration is read, as nginx does, but only this one can be
 * everywhere the edge runs; null for any other.
 */
export function resolveHost(host: string): string | null {
  if (host.toLowerCase() === 'localhost') return '127.0.0.1';
  return isIP(host) === 0 ? null : host;
}

export function addressName({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
