import { Blob } from './buffer.ts';
import { cpNatively } from './fs/copy-tree.ts';
import type { Transfer } from './fs/descriptors.ts';
import * as descriptors from './fs/descriptors.ts';
import { Dir, opendirAs } from './fs/dir.ts';
import { constants } from './fs/flags.ts';
import { operations } from './fs/operations.ts';
import promises from './fs/promises.ts';
import { Dirent, Stats } from './fs/stats.ts';
import { createReadStream, createWriteStream, ReadStream, WriteStream } from './fs/streams.ts';
import { callbackStyle, later, splitCallback, syncStyle } from './fs/styles.ts';
import { mkdtempDisposableSync } from './fs/temporary.ts';
import { exists, realpathAs } from './fs/tree.ts';
import { watch } from './fs/watch.ts';
import { unwatchFile, watchFile } from './fs/watch-file.ts';
import { missingExports } from './unsupported/stand-in.ts';

type Any = (...args: unknown[]) => () => unknown;

const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

const { close, fchmod, fchown, fdatasync, fstat, fsync, ftruncate, futimes, open } = descriptors;
const named: Record<string, Any> = {
  ...operations,
  close,
  fchmod,
  fchown,
  fdatasync,
  fstat,
  fsync,
  ftruncate,
  futimes,
  open,
};
const inBoth = Object.fromEntries(
  Object.entries(named).flatMap(([name, operation]) => [
    [name, callbackStyle(name, operation)],
    [`${name}Sync`, syncStyle(name, operation)],
  ]),
);

/** Reads and writes give their callback two results; `util.promisify` makes an object of them. */
function transfers(name: string, operation: (...args: unknown[]) => () => Transfer, ...names: [string, string]) {
  const style = callbackStyle(name, operation, ({ bytes, buffer }) => [bytes, buffer]);
  const promised = (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      style(...args, (error: unknown, bytes: unknown, buffer: unknown) => {
        if (error) reject(error);
        else resolve({ [names[0]]: bytes, [names[1]]: buffer });
      });
    });
  return Object.defineProperty(style, promisifyCustom, { value: promised });
}

const countOf = (name: string, operation: (...args: unknown[]) => () => Transfer) =>
  syncStyle(name, (...args) => {
    const work = operation(...args);
    return () => work().bytes;
  });

type Spread = (...args: unknown[]) => () => Transfer;
const read = descriptors.read as Spread;
const write = descriptors.write as Spread;
const readv = descriptors.readv as Spread;
const writev = descriptors.writev as Spread;

/** @see https://nodejs.org/api/fs.html#fsexistspath-callback */
function existsLater(path: unknown, callback: (found: boolean) => void): void {
  splitCallback([callback]);
  later(exists(path), (_error, found) => callback(found === true));
}
Object.defineProperty(existsLater, promisifyCustom, {
  value: (path: unknown) => new Promise((resolve) => existsLater(path, resolve)),
});
Object.defineProperty(existsLater, 'name', { value: 'exists' });

const realpath = Object.assign(callbackStyle('realpath', realpathAs('lstat')), {
  native: callbackStyle('realpath', realpathAs('realpath')),
});
const realpathSync = Object.assign(syncStyle('realpath', realpathAs('lstat')), {
  native: syncStyle('realpath', realpathAs('realpath')),
});

async function openAsBlob(path: unknown, options: { type?: string } = {}): Promise<Blob> {
  const bytes = await promises.readFile(path);
  return new Blob([bytes as BlobPart], { type: options.type ?? '' });
}

const own = {
  ...inBoth,
  constants,
  cpSync: syncStyle('cp', cpNatively),
  createReadStream,
  createWriteStream,
  Dir,
  Dirent,
  exists: existsLater,
  existsSync: (path: unknown) => exists(path)(),
  F_OK: constants.F_OK,
  FileReadStream: ReadStream,
  FileWriteStream: WriteStream,
  lchmod: undefined,
  lchmodSync: undefined,
  mkdtempDisposableSync,
  openAsBlob,
  opendir: callbackStyle('opendir', opendirAs(true) as Any),
  opendirSync: syncStyle('opendir', opendirAs(false)),
  promises,
  R_OK: constants.R_OK,
  read: transfers('read', read, 'bytesRead', 'buffer'),
  ReadStream,
  readSync: countOf('read', descriptors.readInto as Spread),
  readv: transfers('readv', readv, 'bytesRead', 'buffers'),
  readvSync: countOf('readv', readv),
  realpath,
  realpathSync,
  Stats,
  _toUnixTimestamp: (time: unknown) => (time instanceof Date ? time.getTime() / 1000 : Number(time)),
  unwatchFile,
  W_OK: constants.W_OK,
  watch,
  watchFile,
  write: transfers('write', write, 'bytesWritten', 'buffer'),
  writeSync: countOf('write', write),
  WriteStream,
  writev: transfers('writev', writev, 'bytesWritten', 'buffers'),
  writevSync: countOf('writev', writev),
  X_OK: constants.X_OK,
};

/** @see https://nodejs.org/api/fs.html */
export default { ...own, ...missingExports('fs', own) };
