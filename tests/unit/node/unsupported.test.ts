import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { describeExports } from '#node/builtins/unsupported/describe-exports.ts';
import { DESCRIBED_MODULES } from '#node/builtins/unsupported/described-modules.ts';
import { shapeOf } from '#node/builtins/unsupported/stand-in.ts';
import { unsupportedBuiltin, unsupportedNames } from '#node/builtins/unsupported.ts';

const require = createRequire(import.meta.url);

/** What this process holds, not what Node exports. */
const OF_THE_PROCESS = new Set(['_events', '_eventsCount', 'settings', 'workers', 'workerData', 'parentPort']);

const withoutState = (shape: object) =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !OF_THE_PROCESS.has(name)));

test.each(DESCRIBED_MODULES)('%s is described as this Node has it', (name) => {
  expect(withoutState(shapeOf(name) ?? {})).toEqual(withoutState(describeExports(require(name))));
});

test.each(unsupportedNames)('%s has the names of real Node, and using one says what is missing', (name) => {
  const standIn = unsupportedBuiltin(name);
  const real: object = require(name);
  expect(typeof standIn).toBe(typeof real);
  expect(Object.keys(standIn ?? {}).sort()).toEqual(Object.keys(real).sort());
  for (const [key, value] of Object.entries(standIn ?? {})) {
    if (typeof value !== 'function') continue;
    const path = `${name.replace('node:', '')}.${key}`;
    expect(() => value()).toThrow(expect.objectContaining({ code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }));
    expect(() => value()).toThrow(`${path} is not available: `);
    expect(value.name).toBe(key);
  }
});

test('a package may extend a class that it never constructs', () => {
  const tls = unsupportedBuiltin('node:tls') as { TLSSocket: new () => object; DEFAULT_MIN_VERSION: string };
  class Secure extends tls.TLSSocket {}
  expect(() => new Secure()).toThrow(
    'tls.TLSSocket is not available: this machine has no TLS. Use node:http; its network never leaves the browser.',
  );
  expect({} instanceof tls.TLSSocket).toBe(false);
  expect(tls.DEFAULT_MIN_VERSION).toBe('TLSv1.2');
});

test('names with and without prefix are one module; names that need the prefix need it here', () => {
  expect(unsupportedBuiltin('node:http2')).toBe(unsupportedBuiltin('http2'));
  expect(unsupportedBuiltin('node:test')).toBeTypeOf('function');
  expect(unsupportedBuiltin('test')).toBeUndefined();
  expect(unsupportedBuiltin('node:fs')).toBeUndefined();
});
