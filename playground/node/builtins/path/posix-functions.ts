import {
  extensionOf,
  formatPath,
  globToRegExp,
  normalizeParts,
  type ParsedPath,
  validateString,
  withoutSuffix,
} from './shared.ts';

export const sep = '/';
export const delimiter = ':';

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return path.startsWith('/');
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const kept = normalizeParts(path.split('/'), !absolute).join('/');
  if (kept === '') return absolute ? '/' : path.endsWith('/') ? './' : '.';
  return `${absolute ? '/' : ''}${kept}${path.endsWith('/') ? '/' : ''}`;
}

export function join(...paths: string[]): string {
  for (const path of paths) validateString(path, 'path');
  const joined = paths.filter((path) => path !== '').join('/');
  return joined === '' ? '.' : normalize(joined);
}

/** Always absolute: from the right up to the first absolute part, else from the working directory. */
export function resolve(...paths: string[]): string {
  let resolved = '';
  for (let at = paths.length - 1; at >= -1 && !resolved.startsWith('/'); at -= 1) {
    const path = at >= 0 ? paths[at] : process.cwd();
    validateString(path, `paths[${at}]`);
    if (path !== '') resolved = resolved === '' ? path : `${path}/${resolved}`;
  }
  return `/${normalizeParts(resolved.split('/'), false).join('/')}`;
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  const [start, end] = [from, to].map((path) => resolve(path).split('/').filter(Boolean)) as [string[], string[]];
  let shared = 0;
  while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared += 1;
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
}

/** Windows alone has such names. */
export const toNamespacedPath = (path: string): string => path;

const withoutEnd = (path: string): string => path.replace(/\/+$/, '');

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const cut = withoutEnd(path);
  const slash = cut.lastIndexOf('/');
  if (slash < 0) return path.startsWith('/') ? '/' : '.';
  const folder = cut.slice(0, slash);
  if (folder === '') return '/';
  // Two slashes at the start, and nothing else before the last part, are kept.
  return folder === '/' ? '//' : folder;
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  if (suffix === path) return '';
  const cut = withoutEnd(path);
  return withoutSuffix(cut.slice(cut.lastIndexOf('/') + 1), suffix ?? '');
}

export function extname(path: string): string {
  validateString(path, 'path');
  return extensionOf(basename(path));
}

export const format = (pathObject: unknown): string => formatPath('/', pathObject);

export function parse(path: string): ParsedPath {
  validateString(path, 'path');
  const root = path.startsWith('/') ? '/' : '';
  const cut = withoutEnd(path);
  const slash = cut.lastIndexOf('/');
  const base = cut.slice(slash + 1);
  const ext = extensionOf(base);
  const dir = slash > 0 ? cut.slice(0, slash) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

export function matchesGlob(path: string, pattern: string): boolean {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return globToRegExp(normalize(pattern), '/').test(normalize(path));
}
