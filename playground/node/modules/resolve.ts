import { exports as resolveExports, imports as resolveImports } from 'resolve.exports';
import type { FileTree } from '#machine/files.ts';
import { normalizePath } from '#machine/files.ts';

export type ModuleKind = 'import' | 'require';

/** A module that does not exist or may not be reached, worded and coded as Node does. */
export class ResolutionError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Error';
    this.code = code;
    // Node shows the code in the head of the stack, not in the name; `require` is older than that.
    this.stack = code === 'MODULE_NOT_FOUND' ? `Error: ${message}` : `Error [${code}]: ${message}`;
  }
}

/** `require` found nothing. `requireStack`: who asked. */
export function moduleNotFound(specifier: string, requireStack: readonly string[]): ResolutionError {
  const asked = requireStack.length === 0 ? '' : `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
  return Object.assign(new ResolutionError('MODULE_NOT_FOUND', `Cannot find module '${specifier}'${asked}`), {
    requireStack,
  });
}

// Shown as what it is in Node.
Object.defineProperty(ResolutionError, 'name', { value: 'Error' });

interface PackageJson {
  readonly name?: string;
  readonly type?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
}

const decoder = new TextDecoder();

/**
 * Finds the file that a specifier names, as Node does.
 *
 * @param from absolute path of the importing file
 * @throws {ResolutionError} ERR_MODULE_NOT_FOUND, MODULE_NOT_FOUND, ERR_UNSUPPORTED_DIR_IMPORT, ERR_PACKAGE_PATH_NOT_EXPORTED, ERR_UNKNOWN_BUILTIN_MODULE
 * @see https://nodejs.org/api/esm.html#resolution-algorithm-specification
 * @see https://nodejs.org/api/modules.html#all-together
 */
export function resolve(files: FileTree, specifier: string, from: string, kind: ModuleKind): string {
  const folder = from.slice(0, from.lastIndexOf('/')) || '/';
  if (specifier.startsWith('file:'))
    return existing(files, decodeURIComponent(new URL(specifier).pathname), from, kind);
  if (specifier.startsWith('node:')) {
    throw new ResolutionError('ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${specifier}`);
  }
  if (/^[a-z]+:/i.test(specifier)) {
    throw new ResolutionError(
      'ERR_UNSUPPORTED_ESM_URL_SCHEME',
      `Only URLs with a scheme in: file and data are supported by the default ESM loader. Received protocol '${specifier.split(':')[0]}:'`,
    );
  }
  if (specifier.startsWith('/')) return existing(files, specifier, from, kind);
  if (/^\.\.?(\/|$)/.test(specifier)) {
    const path = kind === 'import' ? specifier.replace(/[?#].*$/, '') : specifier;
    return existing(files, normalizePath(`${folder}/${path}`), from, kind, specifier);
  }
  if (specifier.startsWith('#')) return fromPackageImports(files, specifier, from, kind);
  return fromPackage(files, specifier, folder, from, kind);
}

/** The nearest package.json above a file, with its folder. */
export function packageScope(files: FileTree, path: string): { folder: string; manifest: PackageJson } | null {
  for (let folder = parent(path); ; folder = parent(folder)) {
    const manifest = readManifest(files, folder);
    if (manifest) return { folder, manifest };
    if (folder === '/' || folder.endsWith('/node_modules')) return null;
  }
}

function existing(files: FileTree, path: string, from: string, kind: ModuleKind, specifier = path): string {
  const absolute = normalizePath(path);
  if (kind === 'require') {
    const found = asFile(files, absolute) ?? asFolder(files, absolute);
    if (found) return found;
    throw moduleNotFound(specifier, [from]);
  }
  const node = files.find(absolute);
  if (node?.kind === 'file') return absolute;
  if (node) {
    throw new ResolutionError(
      'ERR_UNSUPPORTED_DIR_IMPORT',
      `Directory import '${absolute}${specifier.endsWith('/') ? '/' : ''}' is not supported resolving ES modules imported from ${from}`,
    );
  }
  throw new ResolutionError('ERR_MODULE_NOT_FOUND', `Cannot find module '${absolute}' imported from ${from}`);
}

function asFile(files: FileTree, path: string): string | null {
  for (const extension of ['', '.js', '.json', '.ts', '.cjs']) {
    if (files.find(path + extension)?.kind === 'file') return path + extension;
  }
  return null;
}

function asFolder(files: FileTree, path: string): string | null {
  if (files.find(path)?.kind !== 'directory') return null;
  const main = readManifest(files, path)?.main;
  if (main) {
    const target = normalizePath(`${path}/${main}`);
    const found = asFile(files, target) ?? asFile(files, `${target}/index`);
    if (found) return found;
  }
  return asFile(files, `${path}/index`);
}

function fromPackageImports(files: FileTree, specifier: string, from: string, kind: ModuleKind): string {
  const scope = packageScope(files, from);
  const target = scope && mapped(() => resolveImports(scope.manifest as never, specifier, conditions(kind)));
  if (!scope || !target) {
    throw new ResolutionError(
      'ERR_PACKAGE_IMPORT_NOT_DEFINED',
      `Package import specifier "${specifier}" is not defined imported from ${from}`,
    );
  }
  if (!target.startsWith('.')) return resolve(files, target, `${scope.folder}/package.json`, kind);
  return existing(files, `${scope.folder}/${target}`, from, kind);
}

function fromPackage(files: FileTree, specifier: string, folder: string, from: string, kind: ModuleKind): string {
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  const own = packageScope(files, from);
  if (name && own?.manifest.name === name && own.manifest.exports) {
    return packageEntry(files, own.folder, own.manifest, specifier, rest, from, kind);
  }
  for (let at = folder; name; at = parent(at)) {
    const root = normalizePath(`${at}/node_modules/${name}`);
    if (files.find(root)?.kind === 'directory') {
      return packageEntry(files, root, readManifest(files, root) ?? {}, specifier, rest, from, kind);
    }
    if (at === '/') break;
  }
  throw kind === 'import'
    ? new ResolutionError('ERR_MODULE_NOT_FOUND', `Cannot find package '${specifier}' imported from ${from}`)
    : moduleNotFound(specifier, [from]);
}

function packageEntry(
  files: FileTree,
  root: string,
  manifest: PackageJson,
  specifier: string,
  rest: string,
  from: string,
  kind: ModuleKind,
): string {
  if (manifest.exports) {
    const target = mapped(() => resolveExports(manifest as never, `.${rest}`, conditions(kind)));
    if (target) return existing(files, `${root}/${target}`, from, 'import');
    throw new ResolutionError(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      `Package subpath '.${rest}' is not defined by "exports" in ${root}/package.json imported from ${from}`,
    );
  }
  if (rest) return existing(files, `${root}${rest}`, from, kind, specifier);
  const main = asFolder(files, root);
  if (main) return main;
  throw new ResolutionError('ERR_MODULE_NOT_FOUND', `Cannot find package '${specifier}' imported from ${from}`);
}

function conditions(kind: ModuleKind) {
  return { conditions: ['node', 'module-sync', kind], require: kind === 'require', unsafe: true };
}

/** `resolve.exports` throws when no condition matches; Node has errors of its own for that. */
function mapped(run: () => unknown): string | null {
  try {
    const targets = run();
    return Array.isArray(targets) && typeof targets[0] === 'string' ? targets[0] : null;
  } catch {
    return null;
  }
}

function readManifest(files: FileTree, folder: string): PackageJson | null {
  const path = folder === '/' ? '/package.json' : `${folder}/package.json`;
  const node = files.find(path);
  if (node?.kind !== 'file') return null;
  try {
    return JSON.parse(decoder.decode(node.bytes)) as PackageJson;
  } catch (error) {
    throw new ResolutionError('ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${path}. ${String(error)}`);
  }
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
