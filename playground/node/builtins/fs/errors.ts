import { FileError } from '#machine/files.ts';
import { codedError } from '../net/coded-error.ts';

/** Linux's numbers and libuv's words for what a file operation can meet. */
const FAILURES = {
  EACCES: [13, 'permission denied'],
  EAGAIN: [11, 'resource temporarily unavailable'],
  EBADF: [9, 'bad file descriptor'],
  EEXIST: [17, 'file already exists'],
  EINVAL: [22, 'invalid argument'],
  EISDIR: [21, 'illegal operation on a directory'],
  ENOENT: [2, 'no such file or directory'],
  ENOSPC: [28, 'no space left on device'],
  ENOSYS: [38, 'function not implemented'],
  ENOTDIR: [20, 'not a directory'],
  ENOTEMPTY: [39, 'directory not empty'],
  EPERM: [1, 'operation not permitted'],
} as const;

export type FileFailure = keyof typeof FAILURES;

export interface FileSystemError extends Error {
  errno: number;
  code: string;
  syscall: string;
  path?: string;
  dest?: string;
}

/** `ENOENT: no such file or directory, open 'x'`, with the fields that Node gives it. */
export function fileError(
  code: FileFailure,
  syscall: string,
  path?: string,
  dest?: string,
  words: string = FAILURES[code][1],
): FileSystemError {
  const where = path === undefined ? '' : ` '${path}'${dest === undefined ? '' : ` -> '${dest}'`}`;
  return Object.assign(new Error(`${code}: ${words}, ${syscall}${where}`), {
    errno: -FAILURES[code][0],
    code,
    syscall,
    ...(path === undefined ? {} : { path }),
    ...(dest === undefined ? {} : { dest }),
  });
}

/** What the files of the machine do not have: links, owners, permissions. */
export function absentFeature(feature: string, syscall: string, path?: string, dest?: string): FileSystemError {
  return fileError('ENOSYS', syscall, path, dest, `the files of this machine have no ${feature}`);
}

/** Runs an operation on the tree; what it throws gets the system call and the path as the program wrote it. */
export function attempt<T>(syscall: string, path: string | undefined, run: () => T, dest?: string): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FileError) throw fileError(error.code, syscall, path, dest);
    throw error;
  }
}

interface SystemFailure {
  readonly code: string;
  readonly words: string;
  readonly errno: FileFailure;
  readonly syscall: string;
  readonly path: string;
  readonly message: string;
}

/** The errors of `rm` and `cp` that Node makes itself: `Path is a directory: rm returned EISDIR (is a directory) x`. */
export function systemError({ code, words, errno, syscall, path, message }: SystemFailure): Error {
  const number = FAILURES[errno][0];
  const error = codedError(Error, code, `${words}: ${syscall} returned ${errno} (${message}) ${path}`);
  const info = { message, path, syscall, errno: number, code: errno };
  Object.defineProperty(error, 'name', { value: 'SystemError', configurable: true, writable: true });
  return Object.assign(error, { info, errno: number, syscall, path });
}
