import {
  extensionOf,
  formatPath,
  globToRegExp,
  normalizeParts,
  type ParsedPath,
  validateString,
  withoutSuffix,
} from './shared.ts';

export const sep = '\\';
export const delimiter = ';';

interface Split {
  /** `C:` or `\\server\share`, or nothing. */
  readonly device: string;
  /** Whether a separator follows it. */
  readonly absolute: boolean;
  readonly rest: string;
  /** How the root was written. */
  readonly root: string;
}

const SHARE = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)(?:[\\/]+|$)/;

function split(path: string): Split {
  const share = SHARE.exec(path);
  if (share) {
    const [root, server, name] = share;
    return { device: `\\\\${server}\\${name}`, absolute: true, rest: path.slice(root.length), root };
  }
  const device = /^[a-zA-Z]:/.exec(path)?.[0] ?? '';
  const after = path.slice(device.length);
  const absolute = /^[\\/]/.test(after);
  return { device, absolute, rest: after.replace(/^[\\/]+/, ''), root: device + (absolute ? after.charAt(0) : '') };
}

const partsOf = (rest: string): string[] => rest.split(/[\\/]+/);

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return /^[\\/]|^[a-zA-Z]:[\\/]/.test(path);
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const { device, absolute, rest } = split(path);
  const tail = normalizeParts(partsOf(rest), !absolute).join('\\');
  const end = /[\\/]$/.test(path) && (tail !== '' || !absolute) ? '\\' : '';
  if (absolute) return `${device}\\${tail}${end}`;
  return `${device}${tail === '' ? '.' : tail}${rest === '' ? '' : end}`;
}

export function join(...paths: string[]): string {
  for (const path of paths) validateString(path, 'path');
  const given = paths.filter((path) => path !== '');
  const [first] = given;
  if (first === undefined) return '.';
  const joined = given.join('\\');
  // Only a first part that begins with two separators may name a share.
  return normalize(/^[\\/]{2}[^\\/]/.test(first) ? joined : joined.replace(/^[\\/]{2,}/, '\\'));
}

export function resolve(...paths: string[]): string {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let at = paths.length - 1; at >= -1 && !(absolute && device !== ''); at -= 1) {
    const path = at >= 0 ? paths[at] : process.cwd();
    validateString(path, `paths[${at}]`);
    if (path === '') continue;
    const part = split(path);
    if (part.device !== '' && device !== '' && part.device.toLowerCase() !== device.toLowerCase()) continue;
    if (device === '') ({ device } = part);
    if (absolute) continue;
    tail = tail === '' ? part.rest : `${part.rest}\\${tail}`;
    ({ absolute } = part);
  }
  const kept = normalizeParts(partsOf(tail), !absolute).join('\\');
  return `${device}${absolute ? '\\' : ''}${kept}` || '.';
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  const [start, end] = [from, to].map((path) => resolve(path).split('\\').filter(Boolean)) as [string[], string[]];
  const same = (at: number) => start[at]?.toLowerCase() === end[at]?.toLowerCase();
  let shared = 0;
  while (shared < start.length && shared < end.length && same(shared)) shared += 1;
  if (shared === 0) return start.length === 0 ? end.join('\\') : resolve(to);
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('\\');
}

/** @see https://nodejs.org/api/path.html#pathtonamespacedpathpath */
export function toNamespacedPath(path: string): string {
  if (typeof path !== 'string' || path === '') return path;
  const resolved = resolve(path);
  if (resolved.length <= 2) return path;
  if (/^[a-zA-Z]:\\/.test(resolved)) return `\\\\?\\${resolved}`;
  if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
  return resolved;
}

const withoutEnd = (path: string): string => path.replace(/[\\/]+$/, '');
const lastSeparator = (path: string): number => Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const { root } = split(path);
  const rest = withoutEnd(path.slice(root.length));
  const at = lastSeparator(rest);
  if (at < 0) return root === '' ? '.' : root;
  return root + rest.slice(0, at);
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  if (suffix === path) return '';
  const cut = withoutEnd(path.replace(/^[a-zA-Z]:/, ''));
  return withoutSuffix(cut.slice(lastSeparator(cut) + 1), suffix ?? '');
}

export function extname(path: string): string {
  validateString(path, 'path');
  return extensionOf(basename(path));
}

export const format = (pathObject: unknown): string => formatPath('\\', pathObject);

export function parse(path: string): ParsedPath {
  validateString(path, 'path');
  const { root } = split(path);
  const rest = withoutEnd(path.slice(root.length));
  const at = lastSeparator(rest);
  const base = rest.slice(at + 1);
  const ext = extensionOf(base);
  const dir = root + (at > 0 ? rest.slice(0, at) : '');
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

export function matchesGlob(path: string, pattern: string): boolean {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return globToRegExp(pattern.replaceAll('\\', '/'), '\\\\').test(normalize(path));
}
