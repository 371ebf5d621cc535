import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { nearestPackages } from './answer-folder.ts';
import { CLIENT_HOST_MAIN } from './client-host-main.ts';
import { PACKAGES } from './run-process.ts';
import { stripAhead } from './stripped-ahead.ts';

/** Files that the runner starts with `node`, beside the learner's own. */
export interface Programs {
  /** Options for `node` that put a program on the runner's clock. */
  readonly preload: readonly string[];
  /** Options for `node` that spare it what is done once for all processes of an answer. */
  readonly prepared: readonly string[];
  /** Options for `node` for servers, which load packages. */
  readonly server: readonly string[];
  /** Holds a client module. */
  readonly clientHost: string;
  readonly edge: string;
  readonly redis: string;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const CACHE = here('../../node_modules/.cache/steady-stream/programs');

/** Nobody runs out of a folder that is older, in milliseconds. */
const OLD_MS = 24 * 60 * 60 * 1000;

/**
 * The programs in this repository. Each check starts several, and a bundle starts in a third of the time that its sources
 * take: they are bundled once for each state of the sources. In a bundle `bundled-programs.ts` stands in this file's place.
 */
export async function locatePrograms(scratch: string, answer: string): Promise<Programs> {
  const folder = join(CACHE, await stateOfSources());
  if (!existsSync(folder)) await bundleInto(folder);
  return {
    preload: ['--require', join(folder, START_SOONER), '--require', join(folder, 'preload.cjs')],
    prepared: [...(await stripAhead(answer, scratch)), ...bundledPackages(answer, folder)],
    server: YOUNG_HEAP,
    clientHost: join(folder, 'client-host.mjs'),
    edge: join(folder, 'edge.cjs'),
    redis: join(folder, 'redis.cjs'),
  };
}

/** Room for all that a server makes while it starts, in MB: a process that lives for a second need not collect garbage. */
const YOUNG_HEAP = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

const START_SOONER = 'start-sooner.cjs';
const PACKAGE_HOOK = 'packages.cjs';
const packageFile = (name: string) => `package-${name}.cjs`;

/**
 * Has an answer that finds this repository's packages take them as one file each, as it does on the machine: `redis` alone
 * is hundreds, which take longer to read than all the rest of a check.
 */
function bundledPackages(answer: string, folder: string): readonly string[] {
  const packages = nearestPackages(answer);
  // Most answers are copies that have a link to them.
  const ours = packages !== null && realpathSync(packages) === realpathSync(here('../../node_modules'));
  return ours ? ['--require', join(folder, PACKAGE_HOOK)] : [];
}

function hookOf(folder: string): string {
  const urls = PACKAGES.map((name) => [name, pathToFileURL(join(folder, packageFile(name))).href]);
  return `'use strict';
const urls = new Map(${JSON.stringify(urls)});
require('node:module').registerHooks({
  resolve(specifier, context, next) {
    const url = urls.get(specifier);
    return url === undefined ? next(specifier, context) : { url, format: 'commonjs', shortCircuit: true };
  },
});
`;
}

/** Changes whenever a file of the checks or the lab does, how they are bundled, or a version of a package. */
async function stateOfSources(): Promise<string> {
  let count = 0;
  const others = await Promise.all(['../../package.json', '../cli/bundle-lab.ts'].map((file) => stat(here(file))));
  let newest = Math.max(...others.map(({ mtimeMs }) => mtimeMs));
  for (const part of ['.', '../lab']) {
    const entries = await readdir(here(part), { recursive: true, withFileTypes: true });
    const times = await Promise.all(entries.map(({ parentPath, name }) => stat(join(parentPath, name))));
    count += times.length;
    newest = Math.max(newest, ...times.map(({ mtimeMs }) => mtimeMs));
  }
  return `${count}-${Math.round(newest)}`;
}

async function bundleInto(folder: string): Promise<void> {
  const { bundleCommonJs } = await import('./bundle.ts');
  const { bundlePackage, bundleProgram } = await import('../cli/bundle-lab.ts');
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(join(CACHE, 'making-'));
  await Promise.all([
    bundleCommonJs('start-sooner.ts', join(made, START_SOONER)),
    bundleCommonJs('clock/preload.ts', join(made, 'preload.cjs')),
    bundleCommonJs('client-host.ts', join(made, 'client-host.cjs')),
    writeFile(join(made, 'client-host.mjs'), CLIENT_HOST_MAIN),
    bundleProgram('edge', join(made, 'edge.cjs')),
    bundleProgram('redis', join(made, 'redis.cjs')),
    ...PACKAGES.map((name) => bundlePackage(name, join(made, packageFile(name)))),
    writeFile(join(made, PACKAGE_HOOK), hookOf(folder)),
  ]);
  // Whoever comes second has made the same.
  await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }));
  await fillCompileCache(folder);
  for (const name of await readdir(dirname(folder))) {
    const other = join(CACHE, name);
    const { mtimeMs } = await stat(other).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > OLD_MS) await rm(other, { recursive: true, force: true });
  }
}

/** Processes under check are killed, and only one that ends by itself writes what it has compiled. */
async function fillCompileCache(folder: string): Promise<void> {
  const files = ['client-host.cjs', 'edge.cjs', 'redis.cjs', ...PACKAGES.map(packageFile)];
  // A program without its arguments ends with an error, and has been compiled.
  const load = files.map((file) => `try { require(${JSON.stringify(join(folder, file))}); } catch {}`);
  const script = [...load, "require('node:module').flushCompileCache?.();", 'process.exit(0);'].join('\n');
  // The runner has a cache of its own, which would stand in the way.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, ['--require', join(folder, START_SOONER), '--eval', script], { env });
}
