import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeExit } from '../child.ts';
import { CLIENT_HOST_MAIN } from '../client-host-main.ts';
import { CLOCK_VARIABLE } from '../clock/protocol.ts';
import { PACKAGES } from '../run-process.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const CACHE = here('../../../node_modules/.cache/steady-stream/programs');

/** Nobody runs out of a folder that is older, in milliseconds. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** It takes two seconds. */
const REHEARSAL_LIMIT_MS = 60_000;

/** Has `import 'redis'` take the bundle beside this file. */
const PACKAGE_HOOK = `'use strict';
const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const names = new Set(${JSON.stringify(PACKAGES)});
registerHooks({
  resolve(specifier, context, next) {
    if (!names.has(specifier)) return next(specifier, context);
    const url = pathToFileURL(join(__dirname, \`package-\${specifier}.cjs\`)).href;
    return { url, format: 'commonjs', shortCircuit: true };
  },
});
`;

/**
 * The folder with the programs that checks start, each bundled and compiled: that starts in a third of the time that its
 * sources take. Made once for each state of the sources. Throws when they cannot be bundled or do not run.
 */
export async function programsFolder(): Promise<string> {
  const folder = join(CACHE, await stateOfSources());
  if (!existsSync(folder)) await make(folder);
  return folder;
}

/** Changes whenever a file of the checks or the lab does, how they are bundled, or a version of a package or of Node. */
async function stateOfSources(): Promise<string> {
  let count = 0;
  const others = await Promise.all(
    ['../../../package.json', '../../cli/bundle-lab.ts'].map((file) => stat(here(file))),
  );
  let newest = Math.max(...others.map(({ mtimeMs }) => mtimeMs));
  for (const part of ['..', '../../lab']) {
    const entries = await readdir(here(part), { recursive: true, withFileTypes: true });
    const times = await Promise.all(entries.map(({ parentPath, name }) => stat(join(parentPath, name))));
    count += times.length;
    newest = Math.max(newest, ...times.map(({ mtimeMs }) => mtimeMs));
  }
  return `${count}-${Math.round(newest)}-${process.version}`;
}

async function make(folder: string): Promise<void> {
  const { bundleCommonJs } = await import('../bundle.ts');
  const { bundlePackage, bundleProgram, exportedNames } = await import('../../cli/bundle-lab.ts');
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(join(CACHE, 'making-'));
  await Promise.all([
    bundleCommonJs('start/start-sooner.ts', join(made, 'start-sooner.cjs')),
    bundleCommonJs('start/run-compiled.ts', join(made, 'run-compiled.cjs')),
    bundleCommonJs('start/rehearsal.ts', join(made, 'rehearsal.cjs')),
    bundleCommonJs('clock/preload.ts', compiled(made, 'preload')),
    bundleCommonJs('client-host.ts', compiled(made, 'client-host')),
    writeFile(join(made, 'client-host.mjs'), CLIENT_HOST_MAIN),
    bundleProgram('edge', compiled(made, 'edge')),
    bundleProgram('redis', compiled(made, 'redis')),
    ...PACKAGES.map((name) => bundlePackage(name, compiled(made, `package-${name}`))),
    ...['preload', 'client-host', 'edge', 'redis'].map((name) => writeModule(made, name)),
    ...PACKAGES.map(async (name) => writeModule(made, `package-${name}`, await exportedNames(name))),
    writeFile(join(made, 'packages.cjs'), PACKAGE_HOOK),
  ]);
  await rehearse(made);
  // Whoever comes second has made the same.
  await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }));
  await forgetOld();
}

/** Where a bundle is; the module that runs it compiled has its name. */
const compiled = (folder: string, name: string) => join(folder, `${name}.bundle`);

/** `names` tell who imports the module what is in it. */
async function writeModule(folder: string, name: string, names = ''): Promise<void> {
  const run = `'use strict';
require('./run-compiled.cjs').runCompiled(module, \`\${__dirname}/${name}.bundle\`);
${names}
`;
  await writeFile(join(folder, `${name}.cjs`), run);
}

function rehearse(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const rehearsal = spawn(
      process.execPath,
      ['--require', join(folder, 'start-sooner.cjs'), join(folder, 'rehearsal.cjs')],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        timeout: REHEARSAL_LIMIT_MS,
        env: { ...process.env, [CLOCK_VARIABLE]: JSON.stringify({ at: 0, seed: 0 }) },
      },
    );
    let complaint = '';
    rehearsal.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    rehearsal.on('error', reject);
    rehearsal.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`The rehearsal of the checks' programs ${describeExit({ code, signal })}.\n${complaint.trim()}`),
        );
    });
  });
}

async function forgetOld(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const folder = join(CACHE, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > OLD_MS) await rm(folder, { recursive: true, force: true });
  }
}
