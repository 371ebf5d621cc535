import type { FileNode, TreeNode } from '#machine/files.ts';
import { normalizePath } from '#machine/files.ts';
import { system } from '../../system.ts';
import type { FilePath } from './arguments.ts';
import { attempt, fileError } from './errors.ts';
import type { OpenMode } from './flags.ts';
import { factsOf, type NodeFacts, pipeFacts } from './stats.ts';

/** What a descriptor stands for. Positions are bytes; null is the descriptor's own, which moves. */
export interface OpenFile {
  read(into: Uint8Array, position: number | null): number;
  /** Everything from the descriptor's own position on, which moves to the end. */
  readRest(): Uint8Array;
  write(bytes: Uint8Array<ArrayBuffer>, position: number | null): number;
  truncate(length: number): void;
  facts(): NodeFacts;
  node(): TreeNode | null;
}

/** An open file or folder of the tree. A file that was removed lives on for its descriptor alone. */
class OpenNode implements OpenFile {
  path: string;
  readonly #mode: OpenMode;
  #node: TreeNode;
  #position = 0;
  #removed = false;

  constructor(path: string, node: TreeNode, mode: OpenMode) {
    this.path = path;
    this.#node = node;
    this.#mode = mode;
  }

  node(): TreeNode {
    if (this.#removed) return this.#node;
    const now = system().files.find(this.path);
    if (now?.inode === this.#node.inode) this.#node = now;
    else this.#removed = true;
    return this.#node;
  }

  facts(): NodeFacts {
    return factsOf(this.node());
  }

  read(into: Uint8Array, position: number | null): number {
    const { bytes } = this.#file('read', this.#mode.read);
    const from = position ?? this.#position;
    const part = bytes.subarray(from, from + into.byteLength);
    into.set(part);
    if (position === null) this.#position = from + part.byteLength;
    return part.byteLength;
  }

  readRest(): Uint8Array {
    const { bytes } = this.#file('read', this.#mode.read);
    const rest = bytes.subarray(this.#position);
    this.#position += rest.byteLength;
    return rest;
  }

  write(bytes: Uint8Array<ArrayBuffer>, position: number | null): number {
    const { bytes: before } = this.#file('write', this.#mode.write);
    const at = this.#mode.append ? before.byteLength : (position ?? this.#position);
    if (at === before.byteLength && !this.#removed) system().files.append(this.path, bytes);
    else {
      const after = new Uint8Array(Math.max(before.byteLength, at + bytes.byteLength));
      after.set(before);
      after.set(bytes, at);
      this.#replace(after);
    }
    if (position === null) this.#position = at + bytes.byteLength;
    return bytes.byteLength;
  }

  truncate(length: number): void {
    if (!this.#mode.write) throw fileError('EINVAL', 'ftruncate');
    const { bytes } = this.#file('ftruncate', true);
    const after = new Uint8Array(length);
    after.set(bytes.subarray(0, length));
    this.#replace(after);
  }

  #file(syscall: string, allowed: boolean): FileNode {
    if (!allowed) throw fileError('EBADF', syscall);
    const node = this.node();
    if (node.kind === 'directory') throw fileError('EISDIR', syscall);
    return node;
  }

  #replace(bytes: Uint8Array): void {
    if (!this.#removed) system().files.write(this.path, bytes);
    else if (this.#node.kind === 'file') this.#node = { ...this.#node, bytes, modified: Date.now() };
  }
}

/** Descriptors 0, 1 and 2. Input arrives as events: there is nothing to read without waiting. */
class StandardStream implements OpenFile {
  readonly #output: 'stdout' | 'stderr' | null;

  constructor(output: 'stdout' | 'stderr' | null) {
    this.#output = output;
  }

  read(): number {
    throw fileError(this.#output ? 'EBADF' : 'EAGAIN', 'read');
  }

  readRest(): Uint8Array {
    throw fileError(this.#output ? 'EBADF' : 'EAGAIN', 'read');
  }

  write(bytes: Uint8Array<ArrayBuffer>): number {
    if (!this.#output) throw fileError('EBADF', 'write');
    system().output(this.#output, bytes);
    return bytes.byteLength;
  }

  truncate(): void {
    throw fileError('EINVAL', 'ftruncate');
  }

  facts(): NodeFacts {
    return pipeFacts;
  }

  node(): null {
    return null;
  }
}

const open = new Map<number, OpenFile>([
  [0, new StandardStream(null)],
  [1, new StandardStream('stdout')],
  [2, new StandardStream('stderr')],
]);

/** Opens a file and gives its descriptor, the lowest that is free. */
export function openFile({ written, absolute }: FilePath, mode: OpenMode): number {
  const { files } = system();
  const path = normalizePath(absolute);
  const node = attempt('open', written, () => {
    const found = files.find(path);
    if (!found && !mode.create) return files.stat(absolute);
    if (found && mode.create && mode.exclusive) throw fileError('EEXIST', 'open', written);
    if (found?.kind === 'directory' && mode.write) throw fileError('EISDIR', 'open', written);
    if (!found || mode.truncate) files.write(absolute, new Uint8Array());
    return files.stat(absolute);
  });
  let descriptor = 3;
  while (open.has(descriptor)) descriptor++;
  open.set(descriptor, new OpenNode(path, node, mode));
  return descriptor;
}

/** What a descriptor stands for. Throws EBADF when nothing does. */
export function openFileOf(descriptor: number, syscall: string): OpenFile {
  const file = open.get(descriptor);
  if (!file) throw fileError('EBADF', syscall);
  return file;
}

export function closeFile(descriptor: number): void {
  openFileOf(descriptor, 'close');
  open.delete(descriptor);
}

/** Before a file goes: its descriptors keep what it holds now. */
export function keepOpenFiles(): void {
  for (const file of open.values()) file.node();
}

/** Descriptors follow what they opened when it moves. */
export function followRename(from: string, to: string): void {
  for (const file of open.values()) {
    if (!(file instanceof OpenNode)) continue;
    if (file.path === from) file.path = to;
    else if (file.path.startsWith(`${from}/`)) file.path = to + file.path.slice(from.length);
  }
}
