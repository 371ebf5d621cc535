import { readdir, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';

/**
 * A module hook in front of Node's own: a file whose text is known is taken as it was stripped. By text, as the learner's
 * code may write files too.
 */
const HOOK = `'use strict';
const { registerHooks } = require('node:module');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');
const stripped = new Map(JSON.parse(readFileSync(join(__dirname, 'stripped.json'), 'utf8')));
registerHooks({
  load(url, context, next) {
    if (context.format !== 'module-typescript' || !url.startsWith('file:')) return next(url, context);
    const source = stripped.get(readFileSync(fileURLToPath(url), 'utf8'));
    return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
  },
});
`;

/**
 * Strips the types of an answer once for all its processes, each of which would start Node's stripper for it, which takes
 * as long as all the rest. Writes into the folder `scratch`; resolves to options for `node`. What cannot be stripped is
 * left to Node, and to what it says then.
 */
export async function stripAhead(answer: string, scratch: string): Promise<readonly string[]> {
  const entries = await readdir(answer, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !relative(answer, file).includes('node_modules'));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const stripped = texts.flatMap((text) => {
    const source = strip(text);
    return source === null ? [] : [[text, source]];
  });
  await writeFile(join(scratch, 'stripped.json'), JSON.stringify(stripped));
  const hook = join(scratch, 'stripped.cjs');
  await writeFile(hook, HOOK);
  return ['--require', hook];
}

function strip(text: string): string | null {
  try {
    return stripTypeScriptTypes(text);
  } catch {
    return null;
  }
}
