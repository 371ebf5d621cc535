import { fileURLToPath } from 'node:url';

/** Files that the runner starts with `node`, beside the learner's own. */
export interface Programs {
  /** Options for `node` that put a program on the runner's clock. */
  readonly preload: readonly string[];
  /** Holds a client module. */
  readonly clientHost: string;
  readonly edge: string;
  readonly redis: string;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The programs in this repository. In a bundle `bundled-programs.ts` stands in this file's place. */
export async function locatePrograms(_scratch: string): Promise<Programs> {
  return {
    preload: ['--import', here('clock/preload.ts')],
    clientHost: here('client-host-main.ts'),
    edge: here('../lab/edge/main.ts'),
    redis: here('../lab/redis/main.ts'),
  };
}
