import type { FileChange } from './protocol.ts';

export type FileErrorCode = 'ENOENT' | 'EEXIST' | 'ENOTDIR' | 'EISDIR' | 'ENOTEMPTY' | 'EINVAL' | 'EPERM' | 'ENOSPC';

/** A failed file operation, with the code that POSIX gives it. `node:fs` turns it into Node's error. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string) {
    super(`${code}: ${path}`);
    this.name = 'FileError';
    this.code = code;
    this.path = path;
  }
}

export interface FileNode {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly modified: number;
  readonly created: number;
  readonly inode: number;
}

export interface DirectoryNode {
  readonly kind: 'directory';
  readonly entries: ReadonlyMap<string, TreeNode>;
  readonly modified: number;
  readonly created: number;
  readonly inode: number;
}

export type TreeNode = FileNode | DirectoryNode;

interface Directory {
  kind: 'directory';
  entries: Map<string, Directory | FileNode>;
  modified: number;
  created: number;
  inode: number;
}

/** `rename` stands for an entry that came or went, `change` for new content: the two events of `fs.watch`. */
export type WatchListener = (event: 'rename' | 'change', path: string) => void;

/** An absolute path without `.`, `..`, doubled or trailing slashes. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What one machine's disk holds. All of it is memory of the reader's browser, and each process has a copy of the tree. */
export const MAX_DISK_BYTES = 256 * 1024 * 1024;
export const MAX_DISK_ENTRIES = 50_000;

/**
 * A tree of files in memory. Paths are absolute and POSIX; content is bytes that nobody mutates after `write`.
 * Each change is reported once to `onChange`, as what replays it on another tree.
 */
export class FileTree {
  onChange: ((change: FileChange) => void) | null = null;
  readonly #watchers = new Set<WatchListener>();
  /** Buffers of files that grow, with how much of each is taken: an append to the newest view copies nothing before it. */
  readonly #growing = new WeakMap<ArrayBufferLike, number>();
  #replaying = false;
  #bytes = 0;
  #entries = 0;
  #inodes = 1;
  readonly #root: Directory = this.#directory();

  /** The node at `path`, or null. */
  find(path: string): TreeNode | null {
    let node: Directory | FileNode = this.#root;
    for (const part of normalizePath(path).split('/').slice(1)) {
      if (part === '') break;
      if (node.kind !== 'directory') return null;
      const next = node.entries.get(part);
      if (!next) return null;
      node = next;
    }
    return node;
  }

  /** The node at `path`. Throws ENOENT, or ENOTDIR when a file stands where a folder is needed. */
  stat(path: string): TreeNode {
    const node = this.find(path);
    if (node) return node;
    this.#parent(normalizePath(path), path);
    throw new FileError('ENOENT', path);
  }

  /** A file's bytes; do not mutate them. Throws ENOENT or EISDIR. */
  read(path: string): Uint8Array {
    const node = this.stat(path);
    if (node.kind === 'directory') throw new FileError('EISDIR', path);
    return node.bytes;
  }

  /** Names in a folder, sorted. Throws ENOENT or ENOTDIR. */
  list(path: string): string[] {
    const node = this.stat(path);
    if (node.kind === 'file') throw new FileError('ENOTDIR', path);
    return [...node.entries.keys()].sort();
  }

  /** Creates or replaces a file. Its folder must exist. Throws ENOSPC when the disk is full. */
  write(path: string, bytes: Uint8Array): void {
    const { directory, name, absolute } = this.#slot(path);
    const before = directory.entries.get(name);
    if (before?.kind === 'directory') throw new FileError('EISDIR', path);
    this.#take(bytes.byteLength - (before?.bytes.byteLength ?? 0), before ? 0 : 1, path);
    const now = Date.now();
    directory.entries.set(name, {
      kind: 'file',
      bytes,
      modified: now,
      created: before?.created ?? now,
      inode: before?.inode ?? this.#inodes++,
    });
    if (!before) directory.modified = now;
    this.#changed({ kind: 'write', path: absolute, bytes }, before ? 'change' : 'rename', absolute);
  }

  /** Adds to the end of a file that exists. What was read before stays as it was. */
  append(path: string, bytes: Uint8Array): void {
    const before = this.read(path);
    const { directory, name, absolute } = this.#slot(path);
    const node = directory.entries.get(name);
    if (node?.kind !== 'file') throw new FileError('ENOENT', path);
    this.#take(bytes.byteLength, 0, path);
    directory.entries.set(name, { ...node, bytes: this.#extended(before, bytes), modified: Date.now() });
    this.#changed({ kind: 'append', path: absolute, bytes }, 'change', absolute);
  }

  /** Creates a folder. With `recursive`, its parents too, and one that exists is fine. */
  mkdir(path: string, recursive = false): void {
    const absolute = normalizePath(path);
    const existing = this.find(absolute);
    if (existing) {
      if (recursive && existing.kind === 'directory') return;
      throw new FileError('EEXIST', path);
    }
    if (recursive) {
      const parent = absolute.slice(0, absolute.lastIndexOf('/'));
      if (parent !== '' && !this.find(parent)) this.mkdir(parent, true);
    }
    const { directory, name } = this.#slot(absolute);
    this.#take(0, 1, path);
    directory.entries.set(name, this.#directory());
    directory.modified = Date.now();
    this.#changed({ kind: 'mkdir', path: absolute }, 'rename', absolute);
  }

  /** Removes a file, or with `recursive` a folder and all in it. A folder without it: EISDIR. */
  remove(path: string, recursive = false): void {
    const node = this.stat(path);
    if (node.kind === 'directory' && !recursive) throw new FileError('EISDIR', path);
    this.#detach(path);
  }

  /** Removes an empty folder. Throws ENOTEMPTY or ENOTDIR. */
  rmdir(path: string): void {
    const node = this.stat(path);
    if (node.kind === 'file') throw new FileError('ENOTDIR', path);
    if (node.entries.size > 0) throw new FileError('ENOTEMPTY', path);
    this.#detach(path);
  }

  /** Moves a file or folder; a file in the way is replaced. */
  rename(from: string, to: string): void {
    this.stat(from);
    const source = this.#slot(from);
    const target = this.#slot(to);
    if (source.absolute === target.absolute) return;
    if (target.absolute.startsWith(`${source.absolute}/`)) throw new FileError('EINVAL', to);
    const moved = source.directory.entries.get(source.name);
    const inTheWay = target.directory.entries.get(target.name);
    if (!moved) throw new FileError('ENOENT', from);
    if (inTheWay?.kind === 'directory' && (moved.kind === 'file' || inTheWay.entries.size > 0)) {
      throw new FileError(moved.kind === 'file' ? 'EISDIR' : 'ENOTEMPTY', to);
    }
    if (inTheWay) this.#giveBack(inTheWay);
    source.directory.entries.delete(source.name);
    target.directory.entries.set(target.name, moved);
    this.#changed({ kind: 'rename', from: source.absolute, to: target.absolute }, 'rename', source.absolute);
    for (const watcher of this.#watchers) watcher('rename', target.absolute);
  }

  /** Tells `listener` of every change anywhere, with absolute paths, until the returned function is called. */
  watch(listener: WatchListener): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Replays a change that happened on another tree, without reporting it to `onChange`. */
  apply(change: FileChange): void {
    const report = this.onChange;
    this.onChange = null;
    this.#replaying = true;
    try {
      if (change.kind === 'write') this.write(change.path, change.bytes);
      else if (change.kind === 'append') this.append(change.path, change.bytes);
      else if (change.kind === 'mkdir') this.mkdir(change.path, true);
      else if (change.kind === 'remove') this.remove(change.path, true);
      else this.rename(change.from, change.to);
    } finally {
      this.onChange = report;
      this.#replaying = false;
    }
  }

  /** The changes that build this tree from an empty one. */
  snapshot(): FileChange[] {
    const changes: FileChange[] = [];
    const visit = (directory: DirectoryNode, prefix: string) => {
      for (const [name, node] of directory.entries) {
        const path = `${prefix}/${name}`;
        if (node.kind === 'file') changes.push({ kind: 'write', path, bytes: withoutSpareRoom(node.bytes) });
        else {
          changes.push({ kind: 'mkdir', path });
          visit(node, path);
        }
      }
    };
    visit(this.#root, '');
    return changes;
  }

  #extended(before: Uint8Array, bytes: Uint8Array): Uint8Array {
    const length = before.byteLength + bytes.byteLength;
    let { buffer } = before;
    if (this.#growing.get(buffer) !== before.byteLength || buffer.byteLength < length) {
      buffer = new ArrayBuffer(length * 2);
      new Uint8Array(buffer).set(before);
    }
    new Uint8Array(buffer).set(bytes, before.byteLength);
    this.#growing.set(buffer, length);
    return new Uint8Array(buffer, 0, length);
  }

  /** Throws ENOSPC when the disk is full. What happened on another tree fits: it was asked there. */
  #take(bytes: number, entries: number, path: string): void {
    const full = this.#bytes + bytes > MAX_DISK_BYTES || this.#entries + entries > MAX_DISK_ENTRIES;
    if (full && (bytes > 0 || entries > 0) && !this.#replaying) throw new FileError('ENOSPC', path);
    this.#bytes += bytes;
    this.#entries += entries;
  }

  #giveBack(node: TreeNode): void {
    this.#entries--;
    if (node.kind === 'file') this.#bytes -= node.bytes.byteLength;
    else for (const below of node.entries.values()) this.#giveBack(below);
  }

  #directory(): Directory {
    const now = Date.now();
    return { kind: 'directory', entries: new Map(), modified: now, created: now, inode: this.#inodes++ };
  }

  #parent(absolute: string, path: string): Directory {
    let directory = this.#root;
    for (const part of absolute.split('/').slice(1, -1)) {
      const next = directory.entries.get(part);
      if (!next) throw new FileError('ENOENT', path);
      if (next.kind === 'file') throw new FileError('ENOTDIR', path);
      directory = next;
    }
    return directory;
  }

  #slot(path: string): { directory: Directory; name: string; absolute: string } {
    const absolute = normalizePath(path);
    if (absolute === '/') throw new FileError('EPERM', path);
    return {
      directory: this.#parent(absolute, path),
      name: absolute.slice(absolute.lastIndexOf('/') + 1),
      absolute,
    };
  }

  #detach(path: string): void {
    const { directory, name, absolute } = this.#slot(path);
    const node = directory.entries.get(name);
    if (node) this.#giveBack(node);
    directory.entries.delete(name);
    directory.modified = Date.now();
    this.#changed({ kind: 'remove', path: absolute }, 'rename', absolute);
  }

  #changed(change: FileChange, event: 'rename' | 'change', path: string): void {
    this.onChange?.(change);
    for (const watcher of this.#watchers) watcher(event, path);
  }
}

/** A view takes its whole buffer along when it is sent to another thread. */
function withoutSpareRoom(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
