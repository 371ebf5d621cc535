import { queueEvent } from '../../event-loop.ts';
import { acquire } from '../../liveness.ts';
import { invalidArgType, invalidArgValue } from '../net/coded-error.ts';
import { validatePort } from '../net/errors.ts';
import { isIP } from '../net/ip.ts';
import { type LookupAddress, resolveHost } from '../net/lookup.ts';
import { notFound } from './resolver.ts';

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'] as const;
type Order = (typeof ORDERS)[number];

let defaultOrder: Order = 'verbatim';

export const getDefaultResultOrder = (): Order => defaultOrder;

export function setDefaultResultOrder(order: unknown): void {
  defaultOrder = toOrder(order, 'dnsOrder');
}

const oneOf = (values: readonly (string | number)[]) =>
  `must be one of: ${values.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join(', ')}`;

function toOrder(order: unknown, name: string): Order {
  const known = ORDERS.find((candidate) => candidate === order);
  if (!known) throw invalidArgValue(name, order, oneOf(ORDERS));
  return known;
}

const FAMILIES = [0, 4, 6];
/** `ADDRCONFIG`, `V4MAPPED` and `ALL` together. */
const ALL_HINTS = 0x20 | 0x08 | 0x10;

interface LookupOptions {
  family?: number | string;
  hints?: number;
  all?: boolean;
  order?: string;
  verbatim?: boolean;
}

type Found = Error | readonly LookupAddress[];

/** Checks the arguments of `lookup`; what it gives looks the name up. */
export function planLookup(hostname: unknown, given: unknown): { all: boolean; find: () => Found; family: number } {
  if (hostname && typeof hostname !== 'string') throw invalidArgType('hostname', 'of type string', hostname);
  const named = typeof given === 'object' && given !== null;
  const options: LookupOptions = named ? given : { family: typeof given === 'number' ? given : 0 };
  const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : Number(options.family ?? 0);
  if (!FAMILIES.includes(family)) {
    throw invalidArgValue(named ? 'options.family' : 'family', options.family, oneOf(FAMILIES));
  }
  if (options.hints !== undefined) {
    if (typeof options.hints !== 'number') throw invalidArgType('options.hints', 'of type number', options.hints);
    if ((options.hints & ~ALL_HINTS) !== 0) throw invalidArgValue('hints', options.hints);
  }
  const order = options.order === undefined ? defaultOrder : toOrder(options.order, 'options.order');
  return { all: options.all === true, family, find: () => find(String(hostname || ''), family, order) };
}

function find(hostname: string, family: number, order: Order): Found {
  if (hostname === '') return [];
  const found = resolveHost(hostname);
  if (found instanceof Error || isIP(hostname) !== 0) return found;
  const wanted = found.filter((address) => family === 0 || address.family === family);
  if (order === 'verbatim') return wanted;
  return wanted.toSorted((a, b) => (order === 'ipv4first' ? a.family - b.family : b.family - a.family));
}

/** @see https://nodejs.org/api/dns.html#dnslookuphostname-options-callback */
export function lookup(hostname: unknown, given: unknown, callback?: unknown): object {
  const done = typeof given === 'function' ? given : callback;
  if (hostname && typeof hostname !== 'string') throw invalidArgType('hostname', 'of type string', hostname);
  if (typeof done !== 'function') throw invalidArgType('callback', 'of type function', done);
  const plan = planLookup(hostname, typeof given === 'function' ? undefined : given);
  const life = acquire();
  queueEvent(() => {
    life.release();
    const found = plan.find();
    if (found instanceof Error) done(found);
    else if (plan.all) done(null, found);
    else done(null, found[0]?.address ?? null, found[0]?.family ?? (plan.family === 6 ? 6 : 4));
  });
  return {};
}

/** Names of ports that people know. */
const SERVICES: Readonly<Record<number, string>> = { 22: 'ssh', 25: 'smtp', 53: 'domain', 80: 'http', 443: 'https' };

export function planLookupService(
  address: unknown,
  port: unknown,
): () => Error | { hostname: string; service: string } {
  if (isIP(String(address)) === 0) throw invalidArgValue('address', address);
  const number = validatePort(port, 'Port');
  const host = String(address);
  return () => {
    const loopback = host === '::1' || host.startsWith('127.');
    if (!loopback) return notFound('getnameinfo', host);
    return { hostname: 'localhost', service: SERVICES[number] ?? String(number) };
  };
}

export function lookupService(address: unknown, port: unknown, callback: unknown): object {
  const plan = planLookupService(address, port);
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  queueEvent(() => {
    const found = plan();
    if (found instanceof Error) callback(found);
    else callback(null, found.hostname, found.service);
  });
  return {};
}
