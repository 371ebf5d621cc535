import { glob, readFile, stat, writeFile } from 'node:fs/promises';

/** The embedded runtime's origin that a build names, unless it is told another. */
export const DEFAULT_RUNTIME_ORIGIN = 'http://127.0.0.1:4322';

const RECORD = 'dist/build.json';

/** What a build was made of: written beside it, for whoever serves it. */
export interface BuildRecord {
  /** The origin that pages boot. */
  readonly runtimeOrigin: string;
  /** Whether pages must be cross-origin isolated, as WebContainers need. */
  readonly isolated: boolean;
}

/** What a build made in this environment is made of. */
export function intendedBuild(environment: NodeJS.ProcessEnv): BuildRecord {
  return {
    runtimeOrigin: environment.PUBLIC_RUNTIME_ORIGIN || DEFAULT_RUNTIME_ORIGIN,
    isolated: Boolean(environment.PUBLIC_WEBCONTAINER_API_KEY),
  };
}

/** Call when a build is complete. */
export async function recordBuild(): Promise<void> {
  await writeFile(RECORD, `${JSON.stringify(intendedBuild(process.env), null, 2)}\n`);
}

async function modifiedAt(path: string): Promise<number> {
  return (await stat(path)).mtimeMs;
}

/** The build in `dist`, if it is complete, for this environment, and newer than every source. */
export async function currentBuild(): Promise<BuildRecord | null> {
  const intended = intendedBuild(process.env);
  try {
    if (JSON.stringify(JSON.parse(await readFile(RECORD, 'utf8'))) !== JSON.stringify(intended)) return null;
    const builtAt = await modifiedAt(RECORD);
    // Folders too: their time tells of files that are gone.
    const sources = glob(['content', 'playground', 'src'].map((folder) => `${folder}/**`));
    for await (const path of sources) if ((await modifiedAt(path)) > builtAt) return null;
    for (const path of ['astro.config.mjs', 'package-lock.json', 'tsconfig.json']) {
      if ((await modifiedAt(path)) > builtAt) return null;
    }
    return intended;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
