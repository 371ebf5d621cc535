import { mkdir, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { bundleChecks } from '../checks/bundle.ts';
import { readCourse, readExercise } from '../checks/exercise-folder.ts';
import { LAB_SERVERS, PACKAGES } from '../checks/run-process.ts';
import { recordBuild } from './build-record.ts';
import { buildRuntime } from './build-runtime.ts';
import { bundlePackage, bundleProgram } from './bundle-lab.ts';

/** Builds what runs on machines: the runtime itself, and the lab's programs, npm packages and checks, which the site hands out. */
export async function buildPrograms(): Promise<void> {
  const lab = 'dist/site/lab';
  await rm(lab, { recursive: true, force: true });
  await mkdir(`${lab}/packages`, { recursive: true });
  const lessons = (await readCourse()).groups.flatMap((group) => group.lessons);
  await Promise.all([
    buildRuntime('dist/runtime'),
    ...['edge', 'swarm', ...LAB_SERVERS].map((name) => bundleProgram(name, `${lab}/${name}.js`)),
    ...PACKAGES.map((name) => bundlePackage(name, `${lab}/packages/${name}.js`)),
    ...lessons.map(async (slug) => bundleChecks(await readExercise(slug), `${lab}/checks/${slug}.cjs`)),
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
