import { system } from '../../system.ts';
import { codedError } from '../net/coded-error.ts';
import { toOptions, toPath } from './arguments.ts';
import { attempt, fileError } from './errors.ts';
import type { Dirent } from './stats.ts';
import { later, laterPromise } from './styles.ts';
import { readdir } from './tree.ts';

/** @see https://nodejs.org/api/fs.html#class-fsdir */
export class Dir {
  readonly path: string;
  readonly #entries: Dirent[];
  #closed = false;

  constructor(path: string, entries: Dirent[]) {
    this.path = path;
    this.#entries = entries;
  }

  read(): Promise<Dirent | null>;
  read(callback: (error: unknown, entry?: Dirent | null) => void): void;
  read(callback?: (error: unknown, entry?: Dirent | null) => void): Promise<Dirent | null> | undefined {
    if (!callback) return laterPromise(() => this.readSync());
    later(() => this.readSync(), callback);
    return undefined;
  }

  readSync(): Dirent | null {
    this.#check();
    return this.#entries.shift() ?? null;
  }

  close(): Promise<void>;
  close(callback: (error: unknown) => void): void;
  close(callback?: (error: unknown) => void): Promise<void> | undefined {
    if (!callback) return laterPromise(() => this.closeSync());
    later(
      () => this.closeSync(),
      (error) => callback(error),
    );
    return undefined;
  }

  closeSync(): void {
    this.#check();
    this.#closed = true;
  }

  async *entries(): AsyncGenerator<Dirent> {
    try {
      for (let entry = await this.read(); entry; entry = await this.read()) yield entry;
    } finally {
      if (!this.#closed) await this.close();
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Dirent> {
    return this.entries();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) await this.close();
  }

  [Symbol.dispose](): void {
    if (!this.#closed) this.closeSync();
  }

  #check(): void {
    if (this.#closed) throw codedError(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed');
  }
}

/** Node's synchronous style does not say which path failed. */
export function opendirAs(namesPath: boolean) {
  return (path: unknown, given?: unknown): (() => Dir) => {
    const place = toPath(path);
    const options = toOptions(given);
    const list = readdir(path, { ...options, withFileTypes: true });
    return () => {
      const written = namesPath ? place.written : undefined;
      attempt('opendir', written, () => {
        if (system().files.stat(place.absolute).kind === 'file') throw fileError('ENOTDIR', 'opendir', written);
      });
      return new Dir(place.written, list() as Dirent[]);
    };
  };
}
