import { abortError } from '../events/abort.ts';
import { unavailableFunction } from '../unsupported/stand-in.ts';
import { toBytes, toOptions, toSignal } from './arguments.ts';
import * as descriptors from './descriptors.ts';
import { opendirAs } from './dir.ts';
import { chunksOf, FileHandle, isIterable } from './file-handle.ts';
import { constants } from './flags.ts';
import { operations } from './operations.ts';
import { promiseStyle } from './styles.ts';
import { mkdtempDisposable } from './temporary.ts';
import { watchEvents } from './watch.ts';

type Any = (...args: unknown[]) => () => unknown;

const inPromises = Object.fromEntries(
  Object.entries<Any>(operations).map(([name, operation]) => [name, promiseStyle(name, operation)]),
);

async function open(path: unknown, flags?: unknown, mode?: unknown): Promise<FileHandle> {
  return new FileHandle(await openDescriptor(path, flags, mode));
}

const openDescriptor = promiseStyle('open', descriptors.open);

const readPath = promiseStyle('readFile', operations.readFile);
const writePath = promiseStyle('writeFile', operations.writeFile);

/** Of a path, or of a handle from where it stands. */
async function readFile(path: unknown, options?: unknown): Promise<unknown> {
  return path instanceof FileHandle ? path.readFile(options) : readPath(path, options);
}

async function writeFile(path: unknown, data: unknown, given?: unknown): Promise<void> {
  if (path instanceof FileHandle) return path.writeFile(data, given);
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data) || !isIterable(data)) {
    return writePath(path, data, given);
  }
  const options = toOptions(given, { encoding: 'utf8', flag: 'w' });
  const signal = toSignal(options);
  const handle = await open(path, options.flag);
  try {
    for await (const chunk of chunksOf(data, options)) {
      if (signal?.aborted) throw abortError(signal);
      await handle.write(toBytes(chunk, null));
    }
  } finally {
    await handle.close();
  }
}

async function appendFile(path: unknown, data: unknown, options?: unknown): Promise<void> {
  return writeFile(path, data, { ...toOptions(options, { encoding: 'utf8' }), flag: 'a' });
}

/** @see https://nodejs.org/api/fs.html#promises-api */
export default {
  ...inPromises,
  appendFile,
  constants,
  glob: unavailableFunction('fs/promises', 'glob'),
  lchmod: unavailableFunction('fs/promises', 'lchmod'),
  mkdtempDisposable: promiseStyle('mkdtempDisposable', mkdtempDisposable),
  open,
  opendir: promiseStyle('opendir', opendirAs(true)),
  readFile,
  watch: watchEvents,
  writeFile,
};
