import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestPackages } from './answer-folder.ts';
import { programsFolder } from './start/programs-folder.ts';
import { stripAhead } from './start/stripped-ahead.ts';

/** Files that the runner starts with `node`, beside the learner's own. */
export interface Programs {
  /** Options for `node` that put a program on the runner's clock. */
  readonly preload: readonly string[];
  /** Options for `node` that spare it what is done once for all processes of an answer. */
  readonly prepared: readonly string[];
  /** Holds a client module. */
  readonly clientHost: string;
  readonly edge: string;
  readonly redis: string;
}

/** The programs in this repository. In a bundle `bundled-programs.ts` stands in this file's place. */
export async function locatePrograms(scratch: string, answer: string): Promise<Programs> {
  const folder = await programsFolder();
  return {
    preload: ['--require', join(folder, 'start-sooner.cjs'), '--require', join(folder, 'preload.cjs')],
    prepared: [...(await stripAhead(answer, scratch)), ...bundledPackages(answer, folder)],
    clientHost: join(folder, 'client-host.mjs'),
    edge: join(folder, 'edge.cjs'),
    redis: join(folder, 'redis.cjs'),
  };
}

/**
 * Has an answer that finds this repository's packages take them as one file each, as it does on the machine: `redis` alone
 * is hundreds, which take longer to read than all the rest of a check.
 */
function bundledPackages(answer: string, folder: string): readonly string[] {
  const packages = nearestPackages(answer);
  // Most answers are copies that have a link to them.
  const ours =
    packages !== null &&
    realpathSync(packages) === realpathSync(fileURLToPath(new URL('../../node_modules', import.meta.url)));
  return ours ? ['--require', join(folder, 'packages.cjs')] : [];
}
