import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** More than any program here has: a folder beyond it was probably not meant to be mounted. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a folder with all below it, in base64. Names that begin with a dot are left out. Throws when it is too large. */
export async function readProgramFiles(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  let bytes = 0;
  const visit = async (at: string): Promise<void> => {
    for (const name of await readdir(path.join(folder, at))) {
      if (name.startsWith('.')) continue;
      const below = path.posix.join(at, name);
      const found = await stat(path.join(folder, below)).catch(() => null);
      if (found?.isDirectory()) await visit(below);
      else if (found?.isFile()) {
        bytes += found.size;
        if (bytes > MAX_BYTES)
          throw new Error(`${folder} holds more than 64 MB: put the program in a folder of its own.`);
        files[below] = await readFile(path.join(folder, below), 'base64');
      }
    }
  };
  await visit('');
  return files;
}
