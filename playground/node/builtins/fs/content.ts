import { system } from '../../system.ts';
import { abortError } from '../events/abort.ts';
import {
  encoded,
  flag,
  type Options,
  toBytes,
  toDescriptor,
  toInteger,
  toOptions,
  toPath,
  toSignal,
} from './arguments.ts';
import { attempt, fileError } from './errors.ts';
import { constants, toOpenMode } from './flags.ts';
import { closeFile, type OpenFile, openFile, openFileOf } from './open-files.ts';

/** Operations on the whole content of a file, each in the two steps that `styles.ts` explains. */

/** Runs with the file that a path or a descriptor names; a file that was opened for it is closed again. */
function withFile<T>(target: unknown, flags: unknown, syscall: string, use: (file: OpenFile) => T): () => T {
  const mode = toOpenMode(flags);
  if (typeof target === 'number') {
    const descriptor = toDescriptor(target);
    return () => use(openFileOf(descriptor, syscall));
  }
  const path = toPath(target);
  return () => {
    const descriptor = openFile(path, mode);
    try {
      return use(openFileOf(descriptor, syscall));
    } finally {
      closeFile(descriptor);
    }
  };
}

function unlessAborted<T>(options: Options, work: () => T): () => T {
  const signal = toSignal(options);
  return () => {
    if (signal?.aborted) throw abortError(signal);
    return work();
  };
}

export function readFile(path: unknown, given?: unknown): () => string | Buffer {
  const options = toOptions(given);
  const work = withFile(path, options.flag ?? 'r', 'read', (file) => encoded(file.readRest(), options.encoding));
  return unlessAborted(options, work);
}

function write(path: unknown, data: unknown, options: Options): () => void {
  flag(options, 'flush');
  const bytes = toBytes(data, options.encoding);
  const work = withFile(path, options.flag, 'write', (file) => {
    file.write(bytes, null);
  });
  return unlessAborted(options, work);
}

export const writeFile = (path: unknown, data: unknown, given?: unknown): (() => void) =>
  write(path, data, toOptions(given, { encoding: 'utf8', flag: 'w' }));

export const appendFile = (path: unknown, data: unknown, given?: unknown): (() => void) =>
  write(path, data, toOptions(given, { encoding: 'utf8', flag: 'a' }));

export function truncate(path: unknown, length: unknown = 0): () => void {
  const bytes = toLength(length);
  return withFile(path, 'r+', 'ftruncate', (file) => file.truncate(bytes));
}

export function toLength(length: unknown): number {
  return Math.max(0, toInteger(length ?? 0, 'len', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
}

export function copyFile(from: unknown, to: unknown, mode: unknown = 0): () => void {
  const source = toPath(from, 'src');
  const target = toPath(to, 'dest');
  const bits = toInteger(mode ?? 0, 'mode', 0, 7);
  return () => {
    const { files } = system();
    const fail = (code: 'EEXIST' | 'EISDIR') => fileError(code, 'copyfile', source.written, target.written);
    attempt(
      'copyfile',
      source.written,
      () => {
        const bytes = files.read(source.absolute);
        if ((bits & constants.COPYFILE_EXCL!) !== 0 && files.find(target.absolute)) throw fail('EEXIST');
        if (files.find(target.absolute)?.kind === 'directory') throw fail('EISDIR');
        files.write(target.absolute, bytes);
      },
      target.written,
    );
  };
}
