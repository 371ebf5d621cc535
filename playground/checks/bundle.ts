import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * `require` for the one CommonJS package inside: fake-timers wants `util`, and takes it as an answer that there is no
 * `timers`. So it leaves Node's own modules, which the runner stands on, alone.
 */
const REQUIRE = `import __util from 'node:util';
const require = (name) => {
  if (name === 'util') return __util;
  throw new Error('No module ' + name + ' in this bundle');
};`;

/** Writes an exercise's checks and their runner as one ES module that imports nothing but Node's built-ins. */
export async function bundleChecks(
  exercise: { readonly slug: string; readonly dir: string },
  outfile: string,
): Promise<void> {
  await build({
    stdin: {
      contents: `import { runMain } from '#checks';\nimport checks from './checks.ts';\nawait runMain(${JSON.stringify(exercise.slug)}, checks);\n`,
      resolveDir: exercise.dir,
      sourcefile: 'entry.ts',
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    minify: true,
    keepNames: true,
    alias: { '#checks': fileURLToPath(new URL('index.ts', import.meta.url)) },
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}
