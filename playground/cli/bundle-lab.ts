import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const LAB = fileURLToPath(new URL('../lab/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** With lines that people can read: an error shows the one that threw it. */
const OPTIONS: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'es2024',
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  logLevel: 'warning',
};

/** Bundles a lab program as one CommonJS module, which starts sooner than an ES module and requires nothing but Node's built-ins. */
export async function bundleProgram(name: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, minifyIdentifiers: true, entryPoints: [path.join(LAB, name, 'main.ts')], outfile });
}

/** Never runs: who imports names from CommonJS looks for them in its text. https://github.com/nodejs/cjs-module-lexer */
export async function exportedNames(name: string): Promise<string> {
  const exported: object = await import(name);
  const names = Object.keys(exported).filter((each) => each !== 'default' && each !== 'module.exports');
  return `0 && (module.exports = { ${names.join(', ')} });`;
}

/**
 * redis gives each of its classes some 700 methods one by one, for each of which V8 copies the list of the prototype's
 * properties: 30 ms at every start. A prototype that has lost a property keeps them in a hash table, which just grows.
 */
const redisMethods: Plugin = {
  name: 'redis-methods',
  setup({ onLoad }) {
    onLoad({ filter: /@redis\/client\/dist\/lib\/commander\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const madeClass = /Class = class extends BaseClass \{\s*\};/;
      if (!madeClass.test(text)) throw new Error(`${file} makes its classes in another way now`);
      return {
        contents: text.replace(
          madeClass,
          '$& Class.prototype._ = Class.prototype.__ = 0; delete Class.prototype._; delete Class.prototype.__;',
        ),
      };
    });
  },
};

/**
 * Bundles an npm package with all that it depends on as one CommonJS module, under the names that Node finds in it. Names
 * inside stay as well: stack traces show them.
 */
export async function bundlePackage(name: string, outfile: string): Promise<void> {
  await build({
    ...OPTIONS,
    stdin: {
      contents: `module.exports = require(${JSON.stringify(name)});`,
      resolveDir: ROOT,
      sourcefile: `${name}.js`,
    },
    outfile,
    // On the machine `import()` in CommonJS costs a parse of the whole file.
    supported: { 'dynamic-import': false },
    footer: { js: await exportedNames(name) },
    plugins: [redisMethods],
  });
}
