import type { Buffer } from '../buffer.ts';
import { EventEmitter } from '../events.ts';
import { createInterface } from '../readline.ts';
import { Readable } from '../stream.ts';
import { encoded, type Options, toBytes, toOptions } from './arguments.ts';
import * as descriptors from './descriptors.ts';
import { type FileSystemError, fileError } from './errors.ts';
import { openFileOf } from './open-files.ts';
import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from './streams.ts';
import { laterPromise, type Operation } from './styles.ts';

/** @see https://nodejs.org/api/fs.html#class-filehandle */
export class FileHandle extends EventEmitter {
  #fd: number;
  #closing: Promise<void> | null = null;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  get fd(): number {
    return this.#fd;
  }

  getAsyncId(): number {
    return this.#fd;
  }

  async read(...given: unknown[]): Promise<{ bytesRead: number; buffer: unknown }> {
    const { bytes, buffer } = await this.#run('read', descriptors.read, ...given);
    return { bytesRead: bytes, buffer };
  }

  async readv(buffers: unknown, position?: unknown): Promise<{ bytesRead: number; buffers: unknown }> {
    const { bytes } = await this.#run('readv', descriptors.readv, buffers, position);
    return { bytesRead: bytes, buffers };
  }

  async write(data: unknown, ...given: unknown[]): Promise<{ bytesWritten: number; buffer: unknown }> {
    const { bytes, buffer } = await this.#run('write', descriptors.write, data, ...given);
    return { bytesWritten: bytes, buffer };
  }

  async writev(buffers: unknown, position?: unknown): Promise<{ bytesWritten: number; buffers: unknown }> {
    const { bytes } = await this.#run('writev', descriptors.writev, buffers, position);
    return { bytesWritten: bytes, buffers };
  }

  /** From where the handle stands to the end. */
  async readFile(given?: unknown): Promise<string | Buffer> {
    const options = toOptions(given);
    this.#check('readFile');
    return laterPromise(() => encoded(openFileOf(this.#fd, 'read').readRest(), options.encoding));
  }

  async writeFile(data: unknown, given?: unknown): Promise<void> {
    const options = toOptions(given, { encoding: 'utf8' });
    this.#check('writeFile');
    for await (const bytes of chunksOf(data, options)) {
      await laterPromise(() => openFileOf(this.#fd, 'write').write(bytes, null));
    }
  }

  appendFile(data: unknown, given?: unknown): Promise<void> {
    return this.writeFile(data, given);
  }

  stat(options?: unknown): Promise<unknown> {
    return this.#run('fstat', descriptors.fstat, options);
  }

  truncate(length?: unknown): Promise<void> {
    return this.#run('ftruncate', descriptors.ftruncate, length);
  }

  utimes(accessed: unknown, modified: unknown): Promise<void> {
    return this.#run('futimes', descriptors.futimes, accessed, modified);
  }

  sync(): Promise<void> {
    return this.#run('fsync', descriptors.fsync);
  }

  datasync(): Promise<void> {
    return this.#run('fdatasync', descriptors.fdatasync);
  }

  chmod(_mode: unknown): Promise<void> {
    return this.#run('fchmod', descriptors.fchmod);
  }

  chown(_uid: unknown, _gid: unknown): Promise<void> {
    return this.#run('fchown', descriptors.fchown);
  }

  /** Closing twice is fine: the second waits for the first. */
  close = (): Promise<void> => {
    if (this.#fd === -1) return this.#closing ?? Promise.resolve();
    const close = descriptors.close(this.#fd);
    this.#fd = -1;
    this.#closing = laterPromise(close).then(() => {
      this.emit('close');
    });
    return this.#closing;
  };

  createReadStream(options?: Options): ReadStream {
    return createReadStream('', { ...options, fd: this });
  }

  createWriteStream(options?: Options): WriteStream {
    return createWriteStream('', { ...options, fd: this });
  }

  readLines(options?: Options): ReturnType<typeof createInterface> {
    return createInterface({ input: this.createReadStream(options), crlfDelay: Number.POSITIVE_INFINITY });
  }

  readableWebStream(): ReturnType<typeof Readable.toWeb> {
    return Readable.toWeb(this.createReadStream({ autoClose: false }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<Args extends unknown[], Result>(
    syscall: string,
    operation: Operation<[fd: unknown, ...Args], Result>,
    ...args: Args
  ): Promise<Result> {
    this.#check(syscall);
    return laterPromise(operation(this.#fd, ...args));
  }

  #check(syscall: string): void {
    if (this.#fd === -1) throw fileClosed(syscall);
  }
}

function fileClosed(syscall: string): Error {
  const error: Partial<FileSystemError> = fileError('EBADF', syscall, undefined, undefined);
  delete error.errno;
  return Object.assign(error as Error, { message: 'file closed' });
}

/** What `writeFile` writes, piece by piece: one value, or what an iterable or a stream brings. */
export async function* chunksOf(data: unknown, options: Options): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data) || !isIterable(data)) {
    yield toBytes(data, options.encoding);
    return;
  }
  for await (const chunk of data) yield toBytes(chunk, options.encoding);
}

export function isIterable(data: object): data is AsyncIterable<unknown> | Iterable<unknown> {
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}
