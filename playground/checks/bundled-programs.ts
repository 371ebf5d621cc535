import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import clientHost from 'program:client-host.ts';
import preload from 'program:clock/preload.ts';
import { CLIENT_HOST_MAIN } from './client-host-main.ts';
import type { Programs } from './programs.ts';

/**
 * Where the lab's programs are: the checks are in a folder of their own beside them. The session puts those there that
 * `run` in exercise.yaml names.
 */
const LAB = dirname(dirname(process.argv[1] ?? ''));

/** Writes the programs that the bundle carries into the folder `scratch`. */
export async function locatePrograms(scratch: string): Promise<Programs> {
  const [preloadFile, clientHostFile] = [join(scratch, 'preload.cjs'), join(scratch, 'client-host.mjs')];
  await Promise.all([
    writeFile(preloadFile, preload),
    writeFile(join(scratch, 'client-host.cjs'), clientHost),
    writeFile(clientHostFile, CLIENT_HOST_MAIN),
  ]);
  return {
    preload: ['--require', preloadFile],
    prepared: [],
    clientHost: clientHostFile,
    edge: join(LAB, 'edge.cjs'),
    redis: join(LAB, 'redis.cjs'),
  };
}
