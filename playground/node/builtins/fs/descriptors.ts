import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { type Options, toBytes, toDescriptor, toInteger, toOptions, toPath, toTime } from './arguments.ts';
import { toLength } from './content.ts';
import { absentFeature } from './errors.ts';
import { toOpenMode } from './flags.ts';
import { closeFile, openFile, openFileOf } from './open-files.ts';
import { BigIntStats, recordTimes, Stats } from './stats.ts';
import { validateBufferPart } from './tree.ts';

/** Operations on descriptors, each in the two steps that `styles.ts` explains. */

export function open(path: unknown, flags?: unknown, _mode?: unknown): () => number {
  const place = toPath(path);
  const mode = toOpenMode(flags);
  return () => openFile(place, mode);
}

export function close(fd: unknown): () => void {
  const descriptor = toDescriptor(fd);
  return () => closeFile(descriptor);
}

export interface Transfer<B> {
  readonly bytes: number;
  readonly buffer: B;
}

/** `read(fd, buffer, offset, length, position)` or `read(fd, buffer, options)` or `read(fd, options)`. */
export function read(fd: unknown, ...given: unknown[]): () => Transfer<ArrayBufferView> {
  const descriptor = toDescriptor(fd);
  const first = given[0];
  const options = ArrayBuffer.isView(first) ? given[1] : first;
  const named: Options = typeof options === 'object' && options !== null ? toOptions(options) : {};
  const buffer = ArrayBuffer.isView(first) ? first : (named.buffer ?? (first === named ? undefined : first));
  const target = toView(buffer === undefined && given.length > 0 ? Buffer.alloc(16_384) : buffer);
  const positional = typeof options === 'object' && options !== null ? [] : given.slice(1);
  const offset = toInteger(positional[0] ?? named.offset ?? 0, 'offset', 0, Number.MAX_SAFE_INTEGER);
  const length = positional[1] ?? named.length ?? target.byteLength - offset;
  const position = toPosition(positional[2] ?? named.position);
  if (typeof length !== 'number') throw invalidArgType('length', 'of type number', length);
  validateBufferPart(target.byteLength, offset, length);
  return () => {
    const into = new Uint8Array(target.buffer, target.byteOffset + offset, length);
    return { bytes: openFileOf(descriptor, 'read').read(into, position), buffer: target };
  };
}

/** `write(fd, buffer, offset, length, position)`, `write(fd, buffer, options)` or `write(fd, text, position, encoding)`. */
export function write(fd: unknown, data: unknown, ...given: unknown[]): () => Transfer<unknown> {
  const descriptor = toDescriptor(fd);
  const text = typeof data === 'string';
  const options: Options = typeof given[0] === 'object' && given[0] !== null ? toOptions(given[0]) : {};
  const plain = typeof given[0] !== 'object';
  const position = toPosition((text ? plain && given[0] : plain && given[2]) || options.position, 0);
  const whole = toBytes(data, text ? given[1] : null, 'buffer');
  const offset = text
    ? 0
    : toInteger((plain && given[0]) || (options.offset ?? 0), 'offset', 0, Number.MAX_SAFE_INTEGER);
  const length = text ? whole.byteLength : ((plain ? given[1] : options.length) ?? whole.byteLength - offset);
  if (typeof length !== 'number') throw invalidArgType('length', 'of type number', length);
  validateBufferPart(whole.byteLength, offset, length);
  const bytes = offset === 0 && length === whole.byteLength ? whole : whole.slice(offset, offset + length);
  return () => ({ bytes: openFileOf(descriptor, 'write').write(bytes, position), buffer: data });
}

export function readv(fd: unknown, buffers: unknown, position?: unknown): () => Transfer<unknown> {
  const descriptor = toDescriptor(fd);
  const views = toViews(buffers);
  let at = toPosition(position);
  return () => {
    let bytes = 0;
    for (const view of views) {
      const into = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      const read = openFileOf(descriptor, 'read').read(into, at);
      bytes += read;
      if (at !== null) at += read;
      if (read < into.byteLength) break;
    }
    return { bytes, buffer: buffers };
  };
}

export function writev(fd: unknown, buffers: unknown, position?: unknown): () => Transfer<unknown> {
  const descriptor = toDescriptor(fd);
  const all = new Blob(toViews(buffers).map((view) => toBytes(view, null)));
  const at = toPosition(position, 0);
  const parts = toViews(buffers).map((view) => toBytes(view, null));
  const joined = new Uint8Array(all.size);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return () => ({ bytes: openFileOf(descriptor, 'write').write(joined, at), buffer: buffers });
}

export function fstat(fd: unknown, given?: unknown): () => Stats | BigIntStats {
  const descriptor = toDescriptor(fd);
  const options = toOptions(given);
  return () => {
    const facts = openFileOf(descriptor, 'fstat').facts();
    return options.bigint === true ? new BigIntStats(facts) : new Stats(facts);
  };
}

export function ftruncate(fd: unknown, length: unknown = 0): () => void {
  const descriptor = toDescriptor(fd);
  const bytes = toLength(length);
  return () => openFileOf(descriptor, 'ftruncate').truncate(bytes);
}

export function futimes(fd: unknown, accessed: unknown, modified: unknown): () => void {
  const descriptor = toDescriptor(fd);
  const times = [toTime(accessed), toTime(modified)] as const;
  return () => {
    const node = openFileOf(descriptor, 'futime').node();
    if (node) recordTimes(node, ...times);
  };
}

/** What is written is written: there is no disk behind the tree. */
export function fsyncAs(syscall: 'fsync' | 'fdatasync') {
  return (fd: unknown): (() => void) => {
    const descriptor = toDescriptor(fd);
    return () => {
      openFileOf(descriptor, syscall);
    };
  };
}

export function ownershipOfDescriptorAs(syscall: 'fchmod' | 'fchown') {
  return (fd: unknown): (() => void) => {
    const descriptor = toDescriptor(fd);
    return () => {
      openFileOf(descriptor, syscall);
      throw absentFeature(syscall === 'fchmod' ? 'permissions' : 'owners', syscall);
    };
  };
}

/** Null stands for the descriptor's own position; -1 too, when reading. */
function toPosition(value: unknown, lowest = -1): number | null {
  if (value === undefined || value === null || value === false) return null;
  const position = typeof value === 'bigint' ? Number(value) : value;
  if (typeof position !== 'number') {
    if (lowest === 0) return null;
    throw invalidArgType('position', 'one of type number or bigint', value);
  }
  if (position < lowest) {
    if (lowest === 0) return null;
    throw outOfRange('position', `>= -1 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  }
  return position === -1 ? null : position;
}

function toView(value: unknown): ArrayBufferView {
  if (ArrayBuffer.isView(value)) return value;
  throw invalidArgType('buffer', 'an instance of Buffer, TypedArray, or DataView', value);
}

function toViews(value: unknown): ArrayBufferView[] {
  if (Array.isArray(value)) return value.map(toView);
  throw invalidArgType('buffers', 'an instance of ArrayBufferView[]', value);
}
