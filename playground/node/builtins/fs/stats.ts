import type { TreeNode } from '#machine/files.ts';
import { constants } from './flags.ts';

/** What `stat` knows of a node. Times in milliseconds. */
export interface NodeFacts {
  readonly mode: number;
  readonly ino: number;
  readonly size: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly birthtimeMs: number;
}

const BLOCK_BYTES = 4096;
/** The one user of the machine, as `os.userInfo()` tells it. */
const OWNER = 1000;

/** Times that `utimes` set, until the node changes. */
const recordedTimes = new WeakMap<TreeNode, { modified: number; atimeMs: number; mtimeMs: number }>();

export function recordTimes(node: TreeNode, atimeMs: number, mtimeMs: number): void {
  recordedTimes.set(node, { modified: node.modified, atimeMs, mtimeMs });
}

export function factsOf(node: TreeNode): NodeFacts {
  const recorded = recordedTimes.get(node);
  const times = recorded?.modified === node.modified ? recorded : { atimeMs: node.modified, mtimeMs: node.modified };
  return {
    mode: node.kind === 'file' ? 0o100644 : 0o40755,
    ino: node.inode,
    size: node.kind === 'file' ? node.bytes.byteLength : BLOCK_BYTES,
    atimeMs: times.atimeMs,
    mtimeMs: times.mtimeMs,
    birthtimeMs: node.created,
  };
}

/** What the standard streams are: pipes. */
export const pipeFacts: NodeFacts = { mode: 0o10600, ino: 0, size: 0, atimeMs: 0, mtimeMs: 0, birthtimeMs: 0 };

export const absentFacts: NodeFacts = { mode: 0, ino: 0, size: 0, atimeMs: 0, mtimeMs: 0, birthtimeMs: 0 };

/** The kinds that a mode distinguishes. Of these the machine has files, folders and pipes. */
abstract class Kinds {
  abstract _is(type: number): boolean;

  isDirectory(): boolean {
    return this._is(constants.S_IFDIR!);
  }

  isFile(): boolean {
    return this._is(constants.S_IFREG!);
  }

  isBlockDevice(): boolean {
    return this._is(constants.S_IFBLK!);
  }

  isCharacterDevice(): boolean {
    return this._is(constants.S_IFCHR!);
  }

  isSymbolicLink(): boolean {
    return this._is(constants.S_IFLNK!);
  }

  isFIFO(): boolean {
    return this._is(constants.S_IFIFO!);
  }

  isSocket(): boolean {
    return this._is(constants.S_IFSOCK!);
  }
}

/** @see https://nodejs.org/api/fs.html#class-fsstats */
export class Stats extends Kinds {
  dev: number;
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  rdev: number;
  blksize: number;
  ino: number;
  size: number;
  blocks: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  birthtimeMs: number;

  constructor(facts: NodeFacts = absentFacts) {
    super();
    const exists = facts.mode !== 0;
    this.dev = exists ? 1 : 0;
    this.mode = facts.mode;
    this.nlink = exists ? 1 : 0;
    this.uid = exists ? OWNER : 0;
    this.gid = exists ? OWNER : 0;
    this.rdev = 0;
    this.blksize = exists ? BLOCK_BYTES : 0;
    this.ino = facts.ino;
    this.size = facts.size;
    this.blocks = Math.ceil(facts.size / BLOCK_BYTES) * 8;
    this.atimeMs = facts.atimeMs;
    this.mtimeMs = facts.mtimeMs;
    this.ctimeMs = facts.mtimeMs;
    this.birthtimeMs = facts.birthtimeMs;
  }

  get atime(): Date {
    return this.#date('atime', this.atimeMs);
  }

  get mtime(): Date {
    return this.#date('mtime', this.mtimeMs);
  }

  get ctime(): Date {
    return this.#date('ctime', this.ctimeMs);
  }

  get birthtime(): Date {
    return this.#date('birthtime', this.birthtimeMs);
  }

  override _is(type: number): boolean {
    return (this.mode & constants.S_IFMT!) === type;
  }

  /** A date becomes a property of its own when it is asked for, as in Node. */
  #date(name: string, milliseconds: number): Date {
    const value = new Date(milliseconds);
    Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true });
    return value;
  }
}

/** What `{ bigint: true }` asks for. */
export class BigIntStats extends Kinds {
  readonly #mode: number;

  constructor(facts: NodeFacts) {
    super();
    this.#mode = facts.mode;
    for (const [name, value] of Object.entries(new Stats(facts))) {
      Object.assign(this, { [name]: BigInt(Math.floor(value)) });
    }
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime'] as const) {
      const milliseconds = name === 'ctime' ? facts.mtimeMs : facts[`${name}Ms`];
      Object.assign(this, { [`${name}Ns`]: BigInt(Math.floor(milliseconds)) * 1_000_000n });
      Object.defineProperty(this, name, { value: new Date(milliseconds), enumerable: false });
    }
  }

  override _is(type: number): boolean {
    return (this.#mode & constants.S_IFMT!) === type;
  }
}

/** @see https://nodejs.org/api/fs.html#class-fsdirent */
export class Dirent extends Kinds {
  name: string | Buffer;
  parentPath: string;
  readonly #type: number;

  constructor(name: string | Buffer, type: number, parentPath: string) {
    super();
    this.name = name;
    this.parentPath = parentPath;
    this.#type = type;
  }

  override _is(type: number): boolean {
    const name = type === constants.S_IFDIR ? 'UV_DIRENT_DIR' : type === constants.S_IFREG ? 'UV_DIRENT_FILE' : '';
    return this.#type === constants[name];
  }
}

export function direntOf(node: TreeNode, name: string | Buffer, parentPath: string): Dirent {
  return new Dirent(name, constants[node.kind === 'file' ? 'UV_DIRENT_FILE' : 'UV_DIRENT_DIR']!, parentPath);
}
