import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { noPublicSuffixes } from '../host/public-suffix-plugin.ts';
import { typeStripper } from '../host/type-stripper-plugin.ts';

const PLAYGROUND = fileURLToPath(new URL('..', import.meta.url));
const from = (...names: string[]) => path.join(PLAYGROUND, ...names);

const COMMON: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2024',
  minify: true,
  logLevel: 'warning',
};

/** What the npm packages inside our built-ins require of Node: our own. */
const OWN_BUILTINS = [
  'assert',
  'buffer',
  'crypto',
  'events',
  'http',
  'https',
  'net',
  'path',
  'process',
  'querystring',
  'stream',
  'string_decoder',
  'tls',
  'url',
  'util',
  'zlib',
];

/** Sends `require('events')` and the like, anywhere below the process's entry, to the module of that name here. */
export const ownBuiltins: Plugin = {
  name: 'own-builtins',
  setup(build) {
    const filter = new RegExp(`^(?:node:)?(?:${OWN_BUILTINS.join('|')})/?$`);
    build.onResolve({ filter }, ({ path: specifier, importer }) => {
      // A package that is the stand-in for a built-in, such as `events`, is imported by ours under its own name.
      if (importer.startsWith(from('node'))) return undefined;
      return { path: from('node', 'for-packages', `${specifier.replace(/^node:|\/$/g, '')}.cjs`) };
    });
    // The package `url` brings its own query strings, which ours never asks for.
    build.onResolve({ filter: /^qs$/ }, () => ({ path: from('node', 'for-packages', 'querystring.cjs') }));
  },
};

/**
 * Builds what the runtime origin serves into `folder`: the page that `@webcontainer/api` loads, the machine's Worker, the
 * script of each process and the service worker that answers previews.
 */
export async function buildRuntime(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'runtime'), { recursive: true });
  const out = (...names: string[]) => path.join(folder, ...names);
  await Promise.all([
    copyFile(from('host', 'headless.html'), out('headless.html')),
    build({ ...COMMON, entryPoints: [from('host', 'headless.ts')], outfile: out('runtime', 'headless.js') }),
    build({ ...COMMON, entryPoints: [from('host', 'service-worker.ts')], outfile: out('sw.js') }),
    build({
      ...COMMON,
      entryPoints: [from('host', 'machine-worker.ts')],
      outfile: out('runtime', 'machine.js'),
      plugins: [ownBuiltins, noPublicSuffixes],
    }),
    build({
      ...COMMON,
      entryPoints: [from('host', 'preview', 'page.ts')],
      outfile: out('runtime', 'preview.js'),
      format: 'iife',
    }),
    build({
      ...COMMON,
      entryPoints: [from('host', 'blank-worker.ts')],
      outfile: out('runtime', 'blank.js'),
      format: 'iife',
    }),
    build({
      ...COMMON,
      entryPoints: [from('node', 'process-worker.ts')],
      outfile: out('runtime', 'process.js'),
      // A blank Worker evaluates it.
      format: 'iife',
      // Programs and their stack traces show the names of Node's classes and functions.
      minify: false,
      minifyWhitespace: true,
      minifySyntax: true,
      keepNames: true,
      plugins: [typeStripper(out('runtime', 'type-stripper.wasm')), ownBuiltins],
    }),
  ]);
}
