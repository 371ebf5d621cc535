import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Library {
  readonly filePath: string;
  readonly content: string;
}

// What lessons use keeps its documentation, shown on hover; the rest only has to type-check.
const documented = new Set(['http', 'net', 'events', 'stream', 'timers', 'url', 'crypto', 'process', 'globals', 'fs']);

const documentation = /[ \t]*\/\*\*[\s\S]*?\*\/\n?/g;

/** TypeScript's declarations of Node, as an editor in a browser can load them. */
export async function nodeTypes(): Promise<Library[]> {
  const root = dirname(createRequire(import.meta.url).resolve('@types/node/package.json'));
  const names = (await readdir(root, { recursive: true })).filter(
    (name) => name.endsWith('.d.ts') && !/^ts\d/.test(name),
  );
  return Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(join(root, name), 'utf8');
      const kept = documented.has(name.replace(/\.d\.ts$/, '')) ? content : content.replace(documentation, '');
      return { filePath: `file:///node_modules/@types/node/${name.replaceAll('\\', '/')}`, content: kept };
    }),
  );
}
