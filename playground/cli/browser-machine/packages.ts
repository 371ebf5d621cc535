import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What a program may load. Types, source maps and prose stay behind. */
const LOADED = /\.(?:[cm]?js|json|wasm)$/;

/**
 * Reads npm packages with all that they depend on, in base64, under the paths below `root` where npm has put them:
 * `node_modules/express/index.js`. Throws for a package that is not there; optional ones may be missing.
 */
export async function readPackages(root: string, names: readonly string[]): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const visited = new Set<string>();

  async function visit(name: string, dependent: string, isOptional: boolean): Promise<void> {
    const folder = await find(name, dependent, root);
    if (folder === null) {
      if (isOptional) return;
      throw new Error(`The package ${name} is not installed for ${dependent}.`);
    }
    if (visited.has(folder)) return;
    visited.add(folder);
    await readFolder(folder);
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      await visit(dependency, folder, dependency in (manifest.optionalDependencies ?? {}));
    }
    const optional = { ...manifest.optionalDependencies, ...manifest.peerDependencies };
    for (const dependency of Object.keys(optional)) await visit(dependency, folder, true);
  }

  async function readFolder(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') await readFolder(at);
      else if (entry.isFile() && LOADED.test(entry.name)) {
        files[path.relative(root, at).replaceAll(path.sep, '/')] = await readFile(at, 'base64');
      }
    }
  }

  for (const name of names) await visit(name, root, false);
  return files;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Where a package's code finds another one: in the nearest `node_modules` that has it, up to `root`. */
async function find(name: string, dependent: string, root: string): Promise<string | null> {
  for (let folder = dependent; ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', name);
    if (await stat(path.join(found, 'package.json')).catch(() => null)) return found;
    if (folder === root || folder === path.dirname(folder)) return null;
  }
}
