import { getDefaultResultOrder, lookup, lookupService, setDefaultResultOrder } from './dns/lookup.ts';
import promises from './dns/promises.ts';
import {
  checkRecordType,
  getServers,
  methodName,
  QUERIES,
  query,
  type RecordType,
  reverse,
  setServers,
} from './dns/resolver.ts';
import { missingExports } from './unsupported/stand-in.ts';

const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');
Object.defineProperty(lookup, promisifyCustom, { value: promises.lookup });
Object.defineProperty(lookupService, promisifyCustom, { value: promises.lookupService });

function resolve(hostname: unknown, given: unknown, callback?: unknown): object {
  const type = typeof given === 'function' ? 'A' : given;
  checkRecordType(type);
  return query(type, hostname, typeof given === 'function' ? given : callback);
}

const byType = Object.fromEntries(
  (Object.keys(QUERIES) as RecordType[]).map((type) => [
    methodName(type),
    (hostname: unknown, options: unknown, callback?: unknown) =>
      query(type, hostname, typeof options === 'function' ? options : callback),
  ]),
);

const queries = { ...byType, getServers, resolve, reverse, setServers };

/** @see https://nodejs.org/api/dns.html#class-dnsresolver */
class Resolver {
  cancel(): void {}
  setLocalAddress(_ipv4?: string, _ipv6?: string): void {}
}
Object.assign(Resolver.prototype, queries);

const own = {
  ...queries,
  getDefaultResultOrder,
  lookup,
  lookupService,
  promises,
  Resolver,
  setDefaultResultOrder,
};

/** Names of the machine itself; any other does not exist. @see https://nodejs.org/api/dns.html */
export default { ...own, ...missingExports('dns', own) };
