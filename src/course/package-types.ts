import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PACKAGES } from '../../playground/checks/run-process.ts';
import type { Library } from './node-types.ts';

export type TypedPackage = (typeof PACKAGES)[number];

interface Source {
  /** The folder in node_modules. */
  readonly name: string;
  /** Its declarations, within that. */
  readonly folder: string;
  /** What an import of the package's name means; null where that is its `index.d.ts`. */
  readonly main: string | null;
}

const redisParts = ['redis', '@redis/client', '@redis/bloom', '@redis/json', '@redis/search', '@redis/time-series'];

const sources: Readonly<Record<TypedPackage, readonly Source[]>> = {
  redis: redisParts.map((name) => ({ name, folder: 'dist', main: './dist/index' })),
  kafkajs: [{ name: 'kafkajs', folder: 'types', main: './types/index' }],
  ws: [{ name: '@types/ws', folder: '.', main: null }],
};

async function declarations({ name, folder, main }: Source): Promise<Library[]> {
  // The site is always built from the project's folder.
  const root = join(process.cwd(), 'node_modules', name, folder);
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.d\.ts$/.test(file)).sort();
  const place = `file:///node_modules/${name}/`;
  const libraries = await Promise.all(
    files.map(async (file) => ({
      filePath: place + join(folder, file).replaceAll('\\', '/'),
      content: (await readFile(join(root, file), 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, ''),
    })),
  );
  // In place of a package.json, which the editor's TypeScript would take for a module of the project.
  if (main !== null) libraries.push({ filePath: `${place}index.d.ts`, content: `export * from '${main}';\n` });
  return libraries;
}

/** The declarations of an npm package that lessons use, as an editor in a browser can load them. */
export async function packageTypes(name: TypedPackage): Promise<Library[]> {
  return (await Promise.all(sources[name].map(declarations))).flat();
}
