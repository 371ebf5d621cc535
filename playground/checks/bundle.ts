import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Each check starts several of these, and CommonJS starts sooner than an ES module on every host. */
const OPTIONS: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'es2024',
  minifySyntax: true,
  minifyWhitespace: true,
  // Stack traces show the names of classes.
  keepNames: true,
  logLevel: 'warning',
};

/** Bundles a program of this folder. */
export async function bundleCommonJs(file: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [here(file)], outfile });
}

/** Makes the programs that run beside the checks a part of the bundle. */
const programsInside: Plugin = {
  name: 'programs-inside',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/programs\.ts$/ }, ({ importer }) =>
      importer === here('bundled-programs.ts') ? null : { path: here('bundled-programs.ts') },
    );
    onResolve({ filter: /^program:/ }, ({ path }) => ({
      path: here(path.slice('program:'.length)),
      namespace: 'program',
    }));
    onLoad({ filter: /./, namespace: 'program' }, async ({ path }) => {
      const { outputFiles } = await build({ ...OPTIONS, entryPoints: [path], write: false });
      return { contents: outputFiles?.[0]?.text ?? '', loader: 'text' };
    });
  },
};

/** Writes an exercise's checks and their runner as one CommonJS module that requires nothing but Node's built-ins. */
export async function bundleChecks(
  exercise: { readonly slug: string; readonly dir: string },
  outfile: string,
): Promise<void> {
  await build({
    ...OPTIONS,
    stdin: {
      contents: `import { runMain } from '#checks';\nimport checks from './checks.ts';\nvoid runMain(${JSON.stringify(exercise.slug)}, checks);\n`,
      resolveDir: exercise.dir,
      sourcefile: 'entry.ts',
      loader: 'ts',
    },
    outfile,
    alias: { '#checks': here('index.ts') },
    plugins: [programsInside],
  });
}
