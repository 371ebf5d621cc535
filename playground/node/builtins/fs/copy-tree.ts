import { normalizePath, type TreeNode } from '#machine/files.ts';
import { system } from '../../system.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';
import { type FilePath, flag, type Options, toOptions, toPath } from './arguments.ts';
import { attempt, type FileFailure, systemError } from './errors.ts';

/** What `cp` refuses, by the code that Node gives it: its errno, and its words. */
const REFUSALS = {
  ERR_FS_CP_DIR_TO_NON_DIR: ['EISDIR', 'Cannot overwrite non-directory with directory'],
  ERR_FS_CP_EEXIST: ['EEXIST', 'Target already exists'],
  ERR_FS_CP_EINVAL: ['EINVAL', 'Invalid src or dest'],
  ERR_FS_CP_NON_DIR_TO_DIR: ['ENOTDIR', 'Cannot overwrite directory with non-directory'],
  ERR_FS_EISDIR: ['EISDIR', 'Path is a directory'],
} as const satisfies Record<string, readonly [FileFailure, string]>;

type Refuse = (code: keyof typeof REFUSALS, path: string, message: string, native: string) => Error;

const refuse: Refuse = (code, path, message) => {
  const [errno, words] = REFUSALS[code];
  return systemError({ code, words, errno, syscall: 'cp', path, message });
};

/** The synchronous style is native code in Node: most of its errors have a code and words, and nothing else. */
const refuseNatively: Refuse = (code, path, message, native) =>
  code === 'ERR_FS_CP_EEXIST' ? refuse(code, path, message, native) : codedError(Error, code, native);

interface Copy {
  readonly refuse: Refuse;
  readonly recursive: boolean;
  readonly force: boolean;
  readonly errorOnExist: boolean;
  readonly filter: ((from: string, to: string) => unknown) | null;
}

function readOptions(options: Options, how: Refuse): Copy {
  const { filter } = options;
  if (filter !== undefined && typeof filter !== 'function') {
    throw invalidArgType('options.filter', 'of type function', filter);
  }
  return {
    refuse: how,
    recursive: flag(options, 'recursive'),
    force: options.force === undefined ? true : flag(options, 'force'),
    errorOnExist: flag(options, 'errorOnExist'),
    filter: filter ? (from, to) => Reflect.apply(filter, undefined, [from, to]) : null,
  };
}

/** @see https://nodejs.org/api/fs.html#fscpsrc-dest-options-callback */
export const cp = (from: unknown, to: unknown, options?: unknown) => prepare(from, to, options, refuse);
export const cpNatively = (from: unknown, to: unknown, options?: unknown) => prepare(from, to, options, refuseNatively);

function prepare(from: unknown, to: unknown, given: unknown, how: Refuse): () => void {
  const copy = readOptions(toOptions(given), how);
  const source = toPath(from, 'src');
  const target = toPath(to, 'dest');
  return () => {
    if (copy.filter && !copy.filter(source.written, target.written)) return;
    const node = attempt('lstat', source.written, () => system().files.stat(source.absolute));
    check(node, source, target, copy);
    attempt('cp', source.written, () => copyNode(node, source, target, copy));
  };
}

function check(node: TreeNode, source: FilePath, target: FilePath, copy: Copy): void {
  const { files } = system();
  const [from, to] = [source.written, target.written];
  const inTheWay = files.find(target.absolute);
  const folder = node.kind === 'directory';
  if (inTheWay === node) {
    throw copy.refuse(
      'ERR_FS_CP_EINVAL',
      to,
      'src and dest cannot be the same',
      `src and dest cannot be the same ${to}`,
    );
  }
  if (folder && inTheWay?.kind === 'file') {
    const native = `Cannot overwrite non-directory ${to} with directory ${from}`;
    throw copy.refuse(
      'ERR_FS_CP_DIR_TO_NON_DIR',
      to,
      `cannot overwrite non-directory ${to} with directory ${from}`,
      native,
    );
  }
  if (!folder && inTheWay?.kind === 'directory') {
    const native = `Cannot overwrite directory ${to} with non-directory ${from}`;
    throw copy.refuse(
      'ERR_FS_CP_NON_DIR_TO_DIR',
      to,
      `cannot overwrite directory ${to} with non-directory ${from}`,
      native,
    );
  }
  if (folder && normalizePath(target.absolute).startsWith(`${normalizePath(source.absolute)}/`)) {
    const words = `copy ${from} to a subdirectory of self ${to}`;
    const native = `Cannot copy ${from}/ to a subdirectory of self ${to}`;
    throw copy.refuse('ERR_FS_CP_EINVAL', to, `cannot ${words}`, native);
  }
  if (folder && !copy.recursive) {
    const native = `Recursive option not enabled, cannot copy a directory: ${from}/`;
    throw copy.refuse('ERR_FS_EISDIR', from, `${from} is a directory (not copied)`, native);
  }
}

function copyNode(node: TreeNode, source: FilePath, target: FilePath, copy: Copy): void {
  const { files } = system();
  const folder = target.absolute.slice(0, target.absolute.lastIndexOf('/'));
  if (folder !== '') files.mkdir(folder, true);
  if (node.kind === 'directory') {
    files.mkdir(target.absolute, true);
    for (const name of files.list(source.absolute)) {
      const inner = [join(source, name), join(target, name)] as const;
      if (copy.filter && !copy.filter(inner[0].written, inner[1].written)) continue;
      copyNode(files.stat(inner[0].absolute), ...inner, copy);
    }
    return;
  }
  if (!files.find(target.absolute) || copy.force) files.write(target.absolute, node.bytes);
  else if (copy.errorOnExist) {
    throw copy.refuse('ERR_FS_CP_EEXIST', target.written, `${target.written} already exists`, '');
  }
}

function join(path: FilePath, name: string): FilePath {
  return { written: `${path.written}/${name}`, absolute: `${path.absolute}/${name}` };
}
