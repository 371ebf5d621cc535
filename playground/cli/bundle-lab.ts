import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

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

/**
 * Bundles an npm package with all that it depends on as one CommonJS module, under the names that Node finds in it. Names
 * inside stay as well: stack traces show them.
 */
export async function bundlePackage(name: string, outfile: string): Promise<void> {
  const exported: object = await import(name);
  const names = Object.keys(exported).filter((each) => each !== 'default' && each !== 'module.exports');
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
    // Never runs: who imports names from CommonJS looks for them in its text. https://github.com/nodejs/cjs-module-lexer
    footer: { js: `0 && (module.exports = { ${names.join(', ')} });` },
  });
}
