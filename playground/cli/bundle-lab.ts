import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const LAB = fileURLToPath(new URL('../lab/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** CommonJS inside asks for Node's own modules. */
const REQUIRE = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

const OPTIONS: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  minify: true,
  logLevel: 'warning',
};

/** Bundles a lab program as one ES module that imports nothing but Node's built-ins. */
export async function bundleProgram(name: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [path.join(LAB, name, 'main.ts')], outfile });
}

/** Bundles an npm package with all that it depends on as one ES module, under the names that Node finds in it. */
export async function bundlePackage(name: string, outfile: string): Promise<void> {
  const exported: object = await import(name);
  const names = Object.keys(exported).filter((each) => each !== 'default' && each !== 'module.exports');
  const contents = [
    `import * as all from ${JSON.stringify(name)};`,
    `const whole = 'default' in all ? all.default : all;`,
    `const { ${names.join(', ')} } = { ...whole, ...all };`,
    `export { ${names.join(', ')} };`,
    'export default whole;',
  ].join('\n');
  await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: ROOT, sourcefile: `${name}.js` },
    outfile,
    // Stack traces and errors show the names of classes.
    keepNames: true,
    banner: { js: REQUIRE },
  });
}
