import { normalizePath, type TreeNode } from '#machine/files.ts';
import { system } from '../../system.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';
import { join } from '../path.ts';
import { encodedName, type FilePath, flag, type Options, toOptions, toPath, toTime } from './arguments.ts';
import { absentFeature, attempt, fileError, systemError } from './errors.ts';
import { constants } from './flags.ts';
import { followRename, keepOpenFiles } from './open-files.ts';
import { BigIntStats, type Dirent, direntOf, factsOf, recordTimes, Stats } from './stats.ts';

/** Operations on names, each in the two steps that `styles.ts` explains. */

const find = (syscall: string, { written, absolute }: FilePath): TreeNode =>
  attempt(syscall, written, () => system().files.stat(absolute));

function statAs(syscall: string) {
  return (path: unknown, given?: unknown): (() => Stats | BigIntStats | undefined) => {
    const options = toOptions(given);
    const place = toPath(path);
    return () => {
      if (options.throwIfNoEntry === false && !system().files.find(place.absolute)) return undefined;
      const facts = factsOf(find(syscall, place));
      return options.bigint === true ? new BigIntStats(facts) : new Stats(facts);
    };
  };
}

export const stat = statAs('stat');
export const lstat = statAs('lstat');

/** Everybody may read and write everything; no file can be executed. */
export function access(path: unknown, mode: unknown = constants.F_OK): () => void {
  const place = toPath(path);
  const bits = mode ?? 0;
  if (typeof bits !== 'number') throw invalidArgType('mode', 'of type number', mode);
  if (bits < 0 || bits > 7) throw codedError(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  return () => {
    const node = find('access', place);
    if (node.kind === 'file' && (bits & constants.X_OK!) !== 0) throw fileError('EACCES', 'access', place.written);
  };
}

/** Never throws: what names nothing does not exist. */
export function exists(path: unknown): () => boolean {
  return () => {
    try {
      return system().files.find(toPath(path).absolute) !== null;
    } catch {
      return false;
    }
  };
}

export function mkdir(path: unknown, given?: unknown): () => string | undefined {
  const place = toPath(path);
  const options: Options = typeof given === 'number' || typeof given === 'string' ? {} : toOptions(given);
  const recursive = flag(options, 'recursive');
  return () => {
    const { files } = system();
    if (place.written === '') throw fileError('ENOENT', 'mkdir', '');
    const first = recursive ? firstMissing(place) : undefined;
    attempt('mkdir', place.written, () => files.mkdir(place.absolute, recursive));
    return first;
  };
}

/** The first folder that `mkdir` with `recursive` will make, as Node returns it. */
function firstMissing({ written }: FilePath): string | undefined {
  const { files } = system();
  for (let end = written.indexOf('/', 1); end !== -1; end = written.indexOf('/', end + 1)) {
    const prefix = written.slice(0, end);
    if (!files.find(toPath(prefix).absolute)) return prefix;
  }
  return files.find(toPath(written).absolute) ? undefined : written;
}

const TEMPORARY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function mkdtemp(prefix: unknown, given?: unknown): () => string | Buffer {
  const options = toOptions(given);
  const { written } = toPath(prefix, 'prefix');
  return () => {
    const { files } = system();
    const random = crypto.getRandomValues(new Uint8Array(6));
    const suffix = [...random].map((byte) => TEMPORARY_LETTERS[byte % TEMPORARY_LETTERS.length]).join('');
    const path = toPath(written + suffix);
    attempt('mkdtemp', `${written}XXXXXX`, () => files.mkdir(path.absolute));
    return encodedName(path.written, options.encoding);
  };
}

export function rm(path: unknown, given?: unknown): () => void {
  const place = toPath(path);
  const options = toOptions(given);
  const force = flag(options, 'force');
  const recursive = flag(options, 'recursive');
  return () => {
    const { files } = system();
    const node = files.find(place.absolute);
    if (!node && force && !underFile(place)) return;
    if (find('lstat', place).kind === 'directory' && !recursive) throw isDirectory('rm', place.written);
    keepOpenFiles();
    attempt('rm', place.written, () => files.remove(place.absolute, true));
  };
}

function isDirectory(syscall: string, path: string): Error {
  const message = 'is a directory';
  return systemError({ code: 'ERR_FS_EISDIR', words: 'Path is a directory', errno: 'EISDIR', syscall, path, message });
}

function underFile({ absolute }: FilePath): boolean {
  return system().files.find(absolute.slice(0, absolute.lastIndexOf('/')))?.kind === 'file';
}

export function rmdir(path: unknown, given?: unknown): () => void {
  const place = toPath(path);
  const recursive = flag(toOptions(given), 'recursive');
  return () => {
    const { files } = system();
    keepOpenFiles();
    attempt('rmdir', place.written, () => {
      if (recursive && find('rmdir', place).kind === 'directory') files.remove(place.absolute, true);
      else files.rmdir(place.absolute);
    });
  };
}

export function unlink(path: unknown): () => void {
  const place = toPath(path);
  return () => {
    keepOpenFiles();
    attempt('unlink', place.written, () => system().files.remove(place.absolute));
  };
}

export function rename(from: unknown, to: unknown): () => void {
  const source = toPath(from, 'oldPath');
  const target = toPath(to, 'newPath');
  return () => {
    const { files } = system();
    const move = () => {
      const moved = files.stat(source.absolute);
      if (moved.kind === 'directory' && files.find(target.absolute)?.kind === 'file') {
        throw fileError('ENOTDIR', 'rename', source.written, target.written);
      }
      files.rename(source.absolute, target.absolute);
    };
    keepOpenFiles();
    attempt('rename', source.written, move, target.written);
    followRename(normalizePath(source.absolute), normalizePath(target.absolute));
  };
}

export type Entries = (string | Buffer | Dirent)[];

export function readdir(path: unknown, given?: unknown): () => Entries {
  const place = toPath(path);
  const options = toOptions(given);
  const recursive = flag(options, 'recursive');
  return () => {
    const { files } = system();
    const entries: Entries = [];
    const visit = (absolute: string, folder: string, prefix: string) => {
      const inner: string[] = [];
      for (const name of attempt('scandir', place.written, () => files.list(absolute))) {
        const node = files.stat(`${absolute}/${name}`);
        const shown = encodedName(options.withFileTypes ? name : prefix + name, options.encoding);
        entries.push(options.withFileTypes ? direntOf(node, shown, folder) : shown);
        if (node.kind === 'directory') inner.push(name);
      }
      if (!recursive) return;
      for (const name of inner) visit(`${absolute}/${name}`, join(folder, name), `${prefix}${name}/`);
    };
    visit(place.absolute, place.written, '');
    return entries;
  };
}

/** The syscall is the one that Node's style of the call fails with. */
export function realpathAs(syscall: 'lstat' | 'realpath') {
  return (path: unknown, given?: unknown): (() => string | Buffer) => {
    const place = toPath(path);
    const options = toOptions(given);
    return () => {
      const absolute = normalizePath(place.absolute);
      find(syscall, { ...place, written: syscall === 'lstat' && place.written !== '' ? absolute : place.written });
      return encodedName(absolute, options.encoding);
    };
  };
}

export function utimesAs(syscall: 'utime' | 'lutime') {
  return (path: unknown, accessed: unknown, modified: unknown): (() => void) => {
    const place = toPath(path);
    const times = [toTime(accessed), toTime(modified)] as const;
    return () => recordTimes(find(syscall, place), ...times);
  };
}

/** The tree has no limit of its own: it is as big as the memory that the browser gives. */
export function statfs(path: unknown): () => object {
  const place = toPath(path);
  return () => {
    find('statfs', place);
    return { type: 0, bsize: 4096, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0 };
  };
}

/** Nothing is a link. */
export function readlink(path: unknown): () => string {
  const place = toPath(path);
  return () => {
    find('readlink', place);
    throw fileError('EINVAL', 'readlink', place.written);
  };
}

export function linkAs(syscall: 'link' | 'symlink') {
  return (target: unknown, path: unknown): (() => void) => {
    const from = toPath(target, syscall === 'link' ? 'existingPath' : 'target');
    const to = toPath(path, syscall === 'link' ? 'newPath' : 'path');
    return () => {
      throw absentFeature('links', syscall, from.written, to.written);
    };
  };
}

export function ownershipAs(syscall: 'chmod' | 'chown' | 'lchown') {
  return (path: unknown): (() => void) => {
    const place = toPath(path);
    return () => {
      find(syscall, place);
      throw absentFeature(syscall === 'chmod' ? 'permissions' : 'owners', syscall, place.written);
    };
  };
}
