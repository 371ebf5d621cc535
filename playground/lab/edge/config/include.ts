import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MIME_TYPES } from './mime-types.ts';

interface IncludedFile {
  readonly file: string;
  readonly text: string;
}

function matcher(mask: string): RegExp {
  const source = mask
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}

/** The files that an `include` means, from the folder of the main one. A mask may match none; a name must exist. */
export function includedFiles(folder: string, name: string): readonly IncludedFile[] {
  const target = path.resolve(folder, name);
  const mask = path.basename(target);
  if (!/[*?[]/.test(mask)) return [{ file: target, text: readOne(target) }];
  const pattern = matcher(mask);
  const names = listFolder(path.dirname(target)).filter((candidate) => pattern.test(candidate));
  return names.sort().map((found) => {
    const file = path.join(path.dirname(target), found);
    return { file, text: readOne(file) };
  });
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** nginx comes with a `mime.types`; here there may be none. */
function readOne(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (path.basename(file) === 'mime.types') return MIME_TYPES;
    throw error;
  }
}
