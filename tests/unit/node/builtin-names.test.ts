import { builtinModules, createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { installSystem } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

const require = createRequire(import.meta.url);
installSystem(loopbackSystem());
const { builtinNames, loadBuiltin } = await import('#node/builtins/registry.ts');

test('every built-in of this Node can be imported', () => {
  expect(builtinModules.filter((name) => !builtinNames.includes(name))).toEqual([]);
});

/** Private to Node, or there only in a process that was forked, as this one may be. */
const APART = /^(_.*|channel|connected|disconnect|send)$/;

/** Its members are there once the process has its standard streams. */
const names = builtinModules.filter((name) => !name.startsWith('_') && name !== 'console');

test.each(names)('%s has the names that it has in this Node', (name) => {
  const own: object = loadBuiltin(name);
  expect(Object.keys(require(name)).filter((key) => !(key in own) && !APART.test(key))).toEqual([]);
});
