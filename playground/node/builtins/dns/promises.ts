import { missingExports } from '../unsupported/stand-in.ts';
import { getDefaultResultOrder, planLookup, planLookupService, setDefaultResultOrder } from './lookup.ts';
import {
  checkRecordType,
  getServers,
  methodName,
  QUERIES,
  query,
  type RecordType,
  reverse,
  setServers,
} from './resolver.ts';

async function lookup(hostname: unknown, options?: unknown): Promise<unknown> {
  const { all, family, find } = planLookup(hostname, options);
  const found = await Promise.resolve().then(find);
  if (found instanceof Error) throw found;
  return all ? found : (found[0] ?? { address: null, family: family === 6 ? 6 : 4 });
}

async function lookupService(address: unknown, port: unknown): Promise<unknown> {
  const found = planLookupService(address, port)();
  if (found instanceof Error) throw found;
  return found;
}

/** The promise of an operation that takes a callback. */
function promised(start: (callback: (error: Error | null, result?: unknown) => void) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

async function resolve(hostname: unknown, type: unknown = 'A'): Promise<unknown> {
  checkRecordType(type);
  return promised((callback) => query(type, hostname, callback));
}

const byType = Object.fromEntries(
  (Object.keys(QUERIES) as RecordType[]).map((type) => [
    methodName(type),
    (hostname: unknown) => promised((callback) => query(type, hostname, callback)),
  ]),
);

const queries = {
  ...byType,
  getServers,
  resolve,
  reverse: (address: unknown) => promised((callback) => reverse(address, callback)),
  setServers,
};

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
  Resolver,
  setDefaultResultOrder,
};

/** @see https://nodejs.org/api/dns.html#dns-promises-api */
export default { ...own, ...missingExports('dns/promises', own) };
