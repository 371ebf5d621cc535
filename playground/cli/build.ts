import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { bundleChecks } from '../checks/bundle.ts';
import { readCourse, readExercise } from '../checks/exercise-folder.ts';
import { recordBuild } from './build-record.ts';
import { buildRuntime } from './build-runtime.ts';

const LAB = fileURLToPath(new URL('../lab/', import.meta.url));

/** Bundles a lab program as one ES module that imports nothing but Node's built-ins. */
async function bundleProgram(name: string, outfile: string): Promise<void> {
  await bundle({
    entryPoints: [path.join(LAB, name, 'main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    minify: true,
    logLevel: 'warning',
  });
}

/** Builds what runs on machines: the runtime itself, and the lab's programs and checks, which the site hands out. */
export async function buildPrograms(): Promise<void> {
  const lab = 'dist/site/lab';
  await rm(lab, { recursive: true, force: true });
  await mkdir(lab, { recursive: true });
  const lessons = (await readCourse()).groups.flatMap((group) => group.lessons);
  await Promise.all([
    buildRuntime('dist/runtime'),
    ...['edge', 'swarm'].map((name) => bundleProgram(name, `${lab}/${name}.js`)),
    ...lessons.map(async (slug) => bundleChecks(await readExercise(slug), `${lab}/checks/${slug}.mjs`)),
  ]);
}

/** The whole product as static files: `dist/site` and `dist/runtime`. */
export async function build(): Promise<void> {
  const { build: buildSite } = await import('astro');
  await buildSite({ logLevel: 'warn' });
  // Astro empties its folder first.
  await buildPrograms();
  await recordBuild();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
