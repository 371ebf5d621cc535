import { Buffer } from '../buffer.ts';
import { callable } from '../callable.ts';
import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { Readable, Writable } from '../stream.ts';
import { type FilePath, type Options, toDescriptor, toInteger, toOptions, toPath, toSignal } from './arguments.ts';
import { type OpenMode, toOpenMode } from './flags.ts';
import { closeFile, openFile, openFileOf } from './open-files.ts';
import { later } from './styles.ts';

type Done = (error?: Error | null) => void;

/** A `FileHandle`, of which a stream needs no more than this. */
interface Handle {
  readonly fd: number;
  close(): Promise<void>;
}

/** The file under a stream: opened when the stream starts, unless the program gave a descriptor or a handle. */
class StreamFile {
  readonly path: string | Uint8Array | undefined;
  readonly autoClose: boolean;
  fd: number | null = null;
  readonly #place: FilePath | null;
  readonly #mode: OpenMode;
  readonly #handle: Handle | null;

  constructor(path: unknown, options: Options, flags: string) {
    this.#mode = toOpenMode(options.flags, flags);
    this.autoClose = options.autoClose !== false;
    this.#handle = toHandle(options.fd);
    this.path = typeof path === 'string' || path instanceof Uint8Array ? path : undefined;
    if (this.#handle) this.fd = this.#handle.fd;
    else if (options.fd !== undefined && options.fd !== null) this.fd = toDescriptor(options.fd);
    this.#place = this.fd === null ? toPath(path) : null;
    if (this.#place && this.path === undefined) Object.assign(this, { path: this.#place.written });
  }

  /** `opened` gets the descriptor when the file had to be opened. */
  open(opened: (fd: number) => void, done: Done): void {
    const place = this.#place;
    if (!place) return done();
    later(
      () => openFile(place, this.#mode),
      (error, fd) => {
        if (fd === undefined) return done(error instanceof Error ? error : null);
        this.fd = fd;
        done();
        opened(fd);
      },
    );
  }

  close(error: Error | null, done: Done): void {
    const { fd } = this;
    this.fd = null;
    if (fd === null || (!this.autoClose && this.#place === null)) return done(error);
    if (this.#handle) {
      this.#handle.close().then(() => done(error), done);
      return;
    }
    later(
      () => closeFile(fd),
      (failure) => done(error ?? (failure instanceof Error ? failure : null)),
    );
  }
}

function toHandle(value: unknown): Handle | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('fd' in value && typeof value.fd === 'number' && 'close' in value) return value as Handle;
  throw invalidArgType('fd', 'an instance of FileHandle', value);
}

function toOffset(value: unknown, name: string): number | null {
  if (value === undefined || value === null) return null;
  if (value === Number.POSITIVE_INFINITY) return value;
  return toInteger(value, name, 0, Number.MAX_SAFE_INTEGER);
}

function common(options: Options): Options {
  return {
    highWaterMark: options.highWaterMark,
    emitClose: options.emitClose !== false,
    signal: toSignal(options) ?? undefined,
    autoDestroy: options.autoClose !== false,
  };
}

/** @see https://nodejs.org/api/fs.html#class-fsreadstream */
class FileReadStream extends Readable {
  bytesRead = 0;
  path: string | Uint8Array | undefined;
  flags: unknown;
  start: number | undefined;
  end: number;
  pos: number | undefined;
  readonly #file: StreamFile;

  constructor(path: unknown, given?: unknown) {
    const options = toOptions(given);
    const start = toOffset(options.start, 'start') ?? undefined;
    const end = toOffset(options.end, 'end') ?? Number.POSITIVE_INFINITY;
    if (start !== undefined && start > end) throw outOfRange('start', `<= "end" (here: ${end})`, start);
    const file = new StreamFile(path, options, 'r');
    super({ ...common(options), highWaterMark: Number(options.highWaterMark ?? 64 * 1024) });
    this.flags = options.flags ?? 'r';
    this.start = start;
    this.end = end;
    this.pos = start;
    this.#file = file;
    this.path = this.#file.path;
    if (typeof options.encoding === 'string') this.setEncoding(options.encoding as BufferEncoding);
  }

  get fd(): number | null {
    return this.#file.fd;
  }

  get pending(): boolean {
    return this.#file.fd === null;
  }

  get autoClose(): boolean {
    return this.#file.autoClose;
  }

  override _construct(done: Done): void {
    this.#file.open((fd) => opened(this, fd), done);
  }

  override _read(size: number): void {
    const left = this.pos === undefined ? this.end - this.bytesRead + 1 : this.end - this.pos + 1;
    const part = new Uint8Array(Math.max(0, Math.min(size, left)));
    if (part.byteLength === 0) {
      this.push(null);
      return;
    }
    const position = this.pos ?? null;
    later(
      () => openFileOf(this.#file.fd ?? -1, 'read').read(part, position),
      (error, bytes = 0) => {
        if (this.destroyed) return;
        if (error instanceof Error) return void this.destroy(error);
        this.bytesRead += bytes;
        if (this.pos !== undefined) this.pos += bytes;
        this.push(bytes === 0 ? null : Buffer.from(part.buffer, 0, bytes));
      },
    );
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#file.close(error, done);
  }

  close(done?: Done): void {
    closeStream(this, done);
  }
}

/** @see https://nodejs.org/api/fs.html#class-fswritestream */
class FileWriteStream extends Writable {
  bytesWritten = 0;
  path: string | Uint8Array | undefined;
  flags: unknown;
  start: number | undefined;
  pos: number | undefined;
  readonly #file: StreamFile;

  constructor(path: unknown, given?: unknown) {
    const options = toOptions(given);
    const start = toOffset(options.start, 'start');
    const file = new StreamFile(path, options, 'w');
    super({ ...common(options), decodeStrings: true });
    this.flags = options.flags ?? 'w';
    this.start = start ?? undefined;
    this.pos = this.start;
    this.#file = file;
    this.path = this.#file.path;
    if (typeof options.encoding === 'string') this.setDefaultEncoding(options.encoding as BufferEncoding);
  }

  get fd(): number | null {
    return this.#file.fd;
  }

  get pending(): boolean {
    return this.#file.fd === null;
  }

  get autoClose(): boolean {
    return this.#file.autoClose;
  }

  override _construct(done: Done): void {
    this.#file.open((fd) => opened(this, fd), done);
  }

  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    this.#write(new Uint8Array(chunk), done);
  }

  override _writev(chunks: readonly { chunk: Uint8Array }[], done: Done): void {
    const joined = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.#write(new Uint8Array(joined), done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#file.close(error, done);
  }

  close(done?: Done): void {
    if (done && this.closed) return void process.nextTick(done);
    if (done) this.on('close', done);
    if (!this.autoClose) this.on('finish', () => this.destroy());
    this.end();
  }

  destroySoon(): void {
    this.end();
  }

  #write(bytes: Uint8Array<ArrayBuffer>, done: Done): void {
    const position = this.pos ?? null;
    later(
      () => openFileOf(this.#file.fd ?? -1, 'write').write(bytes, position),
      (error, written = 0) => {
        if (error instanceof Error) return done(error);
        this.bytesWritten += written;
        if (this.pos !== undefined) this.pos += written;
        done();
      },
    );
  }
}

function opened(stream: Readable | Writable, fd: number): void {
  stream.emit('open', fd);
  stream.emit('ready');
}

function closeStream(stream: Readable, done: Done | undefined): void {
  if (done && stream.closed) return void process.nextTick(done);
  if (done) stream.once('close', done);
  stream.destroy();
}

export const ReadStream = callable(FileReadStream);
export type ReadStream = FileReadStream;
export const WriteStream = callable(FileWriteStream);
export type WriteStream = FileWriteStream;

/** @see https://nodejs.org/api/fs.html#fscreatereadstreampath-options */
export function createReadStream(path: unknown, options?: unknown): ReadStream {
  return new FileReadStream(path, options);
}

/** @see https://nodejs.org/api/fs.html#fscreatewritestreampath-options */
export function createWriteStream(path: unknown, options?: unknown): WriteStream {
  return new FileWriteStream(path, options);
}
