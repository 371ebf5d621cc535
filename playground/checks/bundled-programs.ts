import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import clientHost from 'program:client-host.ts';
import preload from 'program:clock/preload.ts';
import type { Programs } from './programs.ts';

/** Where the lab's programs are: the checks are in a folder of their own beside them. */
const LAB = dirname(dirname(fileURLToPath(import.meta.url)));

/** Writes the programs that the bundle carries into the folder `scratch`. */
export async function locatePrograms(scratch: string): Promise<Programs> {
  const files = { preload: join(scratch, 'preload.mjs'), clientHost: join(scratch, 'client-host.mjs') };
  await Promise.all([writeFile(files.preload, preload), writeFile(files.clientHost, clientHost)]);
  return { ...files, edge: join(LAB, 'edge.mjs'), redis: join(LAB, 'redis.mjs') };
}
