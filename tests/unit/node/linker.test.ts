import * as swc from '@swc/wasm-typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileTree } from '../../../playground/machine/files.ts';
import { CommonJsLoader } from '../../../playground/node/modules/commonjs.ts';
import { Linker } from '../../../playground/node/modules/linker.ts';
import { installTypeStripper } from '../../../playground/node/modules/typescript.ts';

const builtins: Record<string, object> = { events: { EventEmitter: class {}, once() {} } };

function machine(sources: Record<string, string>) {
  const files = new FileTree();
  for (const [path, text] of Object.entries(sources)) {
    files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', true);
    files.write(path, new TextEncoder().encode(text));
  }
  const shared = {
    files,
    isBuiltin: (name: string) => name.replace('node:', '') in builtins,
    loadBuiltin: (name: string) => builtins[name.replace('node:', '')]!,
  };
  const commonJs: CommonJsLoader = new CommonJsLoader({
    ...shared,
    requireModule: (path) => linker.require(path),
    importModule: (specifier, from, type) => linker.import(specifier, from, type),
  });
  const linker: Linker = new Linker({ ...shared, commonJs });
  return linker;
}

const run = (sources: Record<string, string>, entry = '/a.mjs') => machine(sources).import(entry, '/');

beforeAll(() => installTypeStripper(() => swc));

describe('linking ES modules', () => {
  it('binds live, over renames, defaults, namespaces and shorthand', async () => {
    const result = await run({
      '/a.mjs': `import d, { n as count, add } from './b.mjs'; import * as ns from './b.mjs';
        add(); const { x } = { x: count }; export const seen = [d, count, x, ns.n, { count }.count, ((count) => count)(7)];`,
      '/b.mjs': 'export let n = 1; export function add() { n++; } export default "dflt";',
    });
    expect(result.seen).toEqual(['dflt', 2, 2, 2, 2, 7]);
  });

  it('hoists functions over cycles and keeps the temporal dead zone', async () => {
    const result = await run({
      '/a.mjs': `import { early, late } from './b.mjs'; export function hoisted() { return 'hoisted'; } export const value = 1; export { early, late };`,
      '/b.mjs': `import { hoisted, value } from './a.mjs'; export const early = hoisted(); export let late; try { late = value; } catch (error) { late = error.name; }`,
    });
    expect([result.early, result.late]).toEqual(['hoisted', 'ReferenceError']);
  });

  it('re-exports by name, under another name, and with a star', async () => {
    const result = await run({
      '/a.mjs': `export * from './b.mjs'; export * as all from './b.mjs'; export { one as uno, default } from './b.mjs'; export const two = 'mine';`,
      '/b.mjs': 'export const one = 1, two = 2; export default class {}',
    });
    expect(Object.keys(result).sort()).toEqual(['all', 'default', 'one', 'two', 'uno']);
    expect([result.two, result.uno]).toEqual(['mine', 1]);
  });

  it('waits for top-level await below, once', async () => {
    const result = await run({
      '/a.mjs': `import { x } from './b.mjs'; import './c.mjs'; export const got = x; export const order = globalThis.__order; delete globalThis.__order;`,
      '/b.mjs': `globalThis.__order = ['b']; export const x = await Promise.resolve(5);`,
      '/c.mjs': `import './b.mjs'; globalThis.__order.push('c');`,
    });
    expect([result.got, result.order]).toEqual([5, ['b', 'c']]);
  });

  it('knows import.meta and import()', async () => {
    const result = await run(
      {
        '/d/a.mjs': `const { y } = await import('./b.mjs'); export const meta = [import.meta.url, import.meta.dirname, import.meta.resolve('./b.mjs'), y];`,
        '/d/b.mjs': 'export const y = 9;',
      },
      '/d/a.mjs',
    );
    expect(result.meta).toEqual(['file:///d/a.mjs', '/d', 'file:///d/b.mjs', 9]);
  });

  it('takes names from built-ins, CommonJS and JSON', async () => {
    const result = await run({
      '/a.mjs': `import { once } from 'node:events'; import c, { named } from './c.cjs'; import j from './j.json' with { type: 'json' }; export const all = [typeof once, c.named, named, j.k];`,
      '/c.cjs': `exports.named = require('./d').deep;`,
      '/d.js': 'module.exports = { deep: 3 };',
      '/j.json': '{"k":4}',
    });
    expect(result.all).toEqual(['function', 3, 3, 4]);
  });

  it.each([
    ['a script', 'module.exports = typeof require;', 'function'],
    ['what only a sloppy script may do', 'with ({ seven: 7 }) module.exports = seven;', 7],
    ['an export', 'export default typeof require;', 'undefined'],
    ['`await` outside of functions', 'await null; globalThis.waited = typeof require;', undefined],
    ['a `require` of its own', 'const require = import.meta.url; export default require;', 'file:///b.js'],
  ])('a file of no declared kind: %s', async (_, code, expected) => {
    const found = await run({ '/a.mjs': `import * as b from './b.js'; export default b.default;`, '/b.js': code });
    expect(found.default).toBe(expected);
  });

  it('strips types and keeps places', async () => {
    const error = await run(
      {
        '/a.ts': `import { boom } from './b.ts';\n\nlet n: number = 1;\n  boom(boom); export { n };`,
        '/b.ts': `export function boom(x: unknown): never { throw new Error('boom'); }`,
      },
      '/a.ts',
    ).catch((e) => e);
    expect(error.stack).toMatch(/file:\/\/\/b\.ts:1:\d+/);
    const [, line, column] = /file:\/\/\/a\.ts:(\d+):(\d+)/.exec(error.stack) ?? [];
    const linker = machine({
      '/a.ts': `import { boom } from './b.ts';\n\nlet n: number = 1;\n  boom(boom); export { n };`,
      '/b.ts': 'export function boom(x: unknown) {}',
    });
    await linker.import('/a.ts', '/');
    expect(linker.originalPosition('file:///a.ts', Number(line), Number(column))).toEqual({ line: 4, column: 3 });
  });
});

describe('what goes wrong before anything runs', () => {
  const failure = async (sources: Record<string, string>, entry = '/a.mjs') => {
    Reflect.set(globalThis, '__ran', false);
    const error = await run(sources, entry).catch((e) => e);
    expect(Reflect.get(globalThis, '__ran')).toBe(false);
    return error;
  };
  const ran = 'globalThis.__ran = true;';

  it('a missing file', async () => {
    const error = await failure({ '/a.mjs': `import './b.mjs'; import './missing.mjs';`, '/b.mjs': ran });
    expect([error.code, error.message]).toEqual([
      'ERR_MODULE_NOT_FOUND',
      "Cannot find module '/missing.mjs' imported from /a.mjs",
    ]);
  });

  it('a missing export, with the line of the import', async () => {
    const error = await failure({ '/a.mjs': `import './b.mjs';\nimport { nope } from './b.mjs';`, '/b.mjs': ran });
    expect(error.stack).toContain('file:///a.mjs:2');
    expect(error.message).toBe("The requested module './b.mjs' does not provide an export named 'nope'");
  });

  it('a syntax error, with line, source line and caret', async () => {
    const error = await failure({ '/a.mjs': `${ran}\nconst x = ;\nexport {};` });
    expect(error.stack).toBe('file:///a.mjs:2\nconst x = ;\n          ^\n\nSyntaxError: Unexpected token');
  });

  it('TypeScript that cannot be erased', async () => {
    const error = await failure({ '/a.ts': `${ran}\nenum Color { Red }\nexport {};` }, '/a.ts');
    expect(error.code).toBe('ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX');
    expect(error.stack).toMatch(/^\/a\.ts:2\n.*\nenum Color \{ Red \}\n\^+\n/);
  });

  it('a package that is not there, and one that hides a file', async () => {
    expect((await failure({ '/a.mjs': `import 'left-pad';` })).message).toBe(
      "Cannot find package 'left-pad' imported from /a.mjs",
    );
    const hidden = { '/a.mjs': `import 'p/secret.js';`, '/node_modules/p/package.json': '{"exports":{".":"./i.js"}}' };
    expect((await failure(hidden)).code).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('a module that threw throws the same again', async () => {
    const linker = machine({ '/a.mjs': `throw new RangeError('once');` });
    const first = await linker.import('/a.mjs', '/').catch((e) => e);
    expect(await linker.import('/a.mjs', '/').catch((e) => e)).toBe(first);
  });
});
