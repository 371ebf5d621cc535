import { proxy } from 'comlink';
import { FileError, type FileTree, normalizePath } from '#machine/files.ts';

interface BufferOptions {
  readonly encoding?: string | null;
}

interface ReaddirOptions extends BufferOptions {
  readonly withFileTypes?: boolean;
}

interface RemovalOptions {
  readonly recursive?: boolean;
  readonly force?: boolean;
}

/** Entry types as `@webcontainer/api` numbers them. */
const FILE = 1;
const DIRECTORY = 2;

type WatchListener = (event: 'rename' | 'change', name: string) => unknown;

/**
 * The `fs` of `@webcontainer/api`, over a machine's files. Paths are relative to the working directory.
 *
 * @see https://webcontainers.io/api#filesystemapi
 */
export class FileSystemApi {
  readonly #files: FileTree;
  readonly #cwd: string;
  readonly #unwatch = new Set<() => void>();

  constructor(files: FileTree, cwd: string) {
    this.#files = files;
    this.#cwd = cwd;
  }

  readFile(path: string, options?: string | BufferOptions | null): Uint8Array | string {
    const node = this.#run('open', path, (absolute) => this.#files.stat(absolute));
    // A folder can be opened; it is the read that fails.
    if (node.kind === 'directory') throw failure('EISDIR', 'read');
    const { bytes } = node;
    const encoding = typeof options === 'string' ? options : options?.encoding;
    return encoding ? new TextDecoder(encoding).decode(bytes) : bytes.slice();
  }

  writeFile(path: string, data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    this.#run('open', path, (absolute) => this.#files.write(absolute, bytes));
  }

  readdir(path: string, options?: string | ReaddirOptions | null): unknown[] {
    return this.#run('scandir', path, (absolute) => {
      const names = this.#files.list(absolute);
      if (typeof options === 'object' && options?.withFileTypes) {
        return names.map((name) => ({
          name,
          'Symbol(type)': this.#files.stat(`${absolute}/${name}`).kind === 'file' ? FILE : DIRECTORY,
        }));
      }
      const encoding = typeof options === 'string' ? options : options?.encoding;
      return encoding === 'buffer' ? names.map((name) => new TextEncoder().encode(name)) : names;
    });
  }

  mkdir(path: string, options?: { readonly recursive?: boolean } | null): string | undefined {
    this.#run('mkdir', path, (absolute) => this.#files.mkdir(absolute, options?.recursive ?? false));
    return options?.recursive ? this.#absolute(path) : undefined;
  }

  rm(path: string, options?: RemovalOptions | null): void {
    if (options?.force && !this.#files.find(this.#absolute(path))) return;
    const node = this.#run('lstat', path, (absolute) => this.#files.stat(absolute));
    if (node.kind === 'directory' && !options?.recursive) {
      const message = `Path is a directory: rm returned EISDIR (is a directory) ${path}`;
      throw Object.assign(new Error(message), { code: 'ERR_FS_EISDIR' });
    }
    this.#run('rm', path, (absolute) => this.#files.remove(absolute, true));
  }

  rename(from: string, to: string): void {
    this.#run('rename', from, (absolute) => this.#files.rename(absolute, this.#absolute(to)), ` -> '${to}'`);
  }

  /** Tells of changes to a file, or to what is in a folder. */
  watch(path: string, options: string | { readonly recursive?: boolean } | null, listener: WatchListener) {
    const root = this.#absolute(path);
    const recursive = typeof options === 'object' && options?.recursive === true;
    const stop = this.#files.watch((event, changed) => {
      if (changed === root) return void listener(event, changed.slice(changed.lastIndexOf('/') + 1));
      if (!changed.startsWith(`${root}/`)) return;
      const name = changed.slice(root.length + 1);
      if (recursive || !name.includes('/')) void listener(event, name);
    });
    this.#unwatch.add(stop);
    return proxy({
      close: () => {
        this.#unwatch.delete(stop);
        stop();
      },
    });
  }

  close(): void {
    for (const stop of this.#unwatch) stop();
  }

  #absolute(path: string): string {
    return normalizePath(path.startsWith('/') ? path : `${this.#cwd}/${path}`);
  }

  /** Failed operations read as Node's do: `ENOENT: no such file or directory, open '/x'`. */
  #run<Result>(call: string, path: string, operation: (absolute: string) => Result, target = ''): Result {
    try {
      return operation(this.#absolute(path));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw failure(error.code, `${call} '${path}'${target}`);
    }
  }
}

function failure(code: FileError['code'], where: string): Error {
  return Object.assign(new Error(`${code}: ${DESCRIPTIONS[code]}, ${where}`), { code });
}

const DESCRIPTIONS: Record<FileError['code'], string> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  ENOTDIR: 'not a directory',
  EISDIR: 'illegal operation on a directory',
  ENOTEMPTY: 'directory not empty',
  EINVAL: 'invalid argument',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space left on device',
};
