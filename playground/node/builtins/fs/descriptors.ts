import { toDescriptor, toOptions, toPath, toTime } from './arguments.ts';
import { toLength } from './content.ts';
import { absentFeature } from './errors.ts';
import { toOpenMode } from './flags.ts';
import { closeFile, openFile, openFileOf } from './open-files.ts';
import { BigIntStats, recordTimes, Stats } from './stats.ts';
import {
  bytesOf,
  toReadPosition,
  toReadTarget,
  toViews,
  toWritePosition,
  toWriteSource,
} from './transfer-arguments.ts';

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

/** How many bytes went, and the program's own buffer, which callbacks get back. */
export interface Transfer {
  readonly bytes: number;
  readonly buffer: unknown;
}

function readAs(allocates: boolean) {
  return (fd: unknown, ...given: unknown[]): (() => Transfer) => {
    const descriptor = toDescriptor(fd);
    const { buffer, part, position } = toReadTarget(given, allocates);
    return () => ({ bytes: openFileOf(descriptor, 'read').read(part, position), buffer });
  };
}

/** Without a buffer it makes one, which the synchronous style does not. */
export const read = readAs(true);
export const readInto = readAs(false);

export function write(fd: unknown, data: unknown, ...given: unknown[]): () => Transfer {
  const descriptor = toDescriptor(fd);
  const { bytes, position } = toWriteSource(data, given);
  return () => ({ bytes: openFileOf(descriptor, 'write').write(bytes, position), buffer: data });
}

export function readv(fd: unknown, buffers: unknown, position?: unknown): () => Transfer {
  const descriptor = toDescriptor(fd);
  const views = toViews(buffers);
  const start = toReadPosition(position);
  return () => {
    const file = openFileOf(descriptor, 'read');
    let bytes = 0;
    for (const view of views) {
      const count = file.read(bytesOf(view), start === null ? null : start + bytes);
      bytes += count;
      if (count < view.byteLength) break;
    }
    return { bytes, buffer: buffers };
  };
}

export function writev(fd: unknown, buffers: unknown, position?: unknown): () => Transfer {
  const descriptor = toDescriptor(fd);
  const parts = toViews(buffers).map((view) => bytesOf(view));
  const start = toWritePosition(position);
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return () => ({ bytes: openFileOf(descriptor, 'write').write(joined, start), buffer: buffers });
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
function fsyncAs(syscall: 'fsync' | 'fdatasync') {
  return (fd: unknown): (() => void) => {
    const descriptor = toDescriptor(fd);
    return () => {
      openFileOf(descriptor, syscall);
    };
  };
}

export const fsync = fsyncAs('fsync');
export const fdatasync = fsyncAs('fdatasync');

function ownershipAs(syscall: 'fchmod' | 'fchown') {
  return (fd: unknown): (() => void) => {
    const descriptor = toDescriptor(fd);
    return () => {
      openFileOf(descriptor, syscall);
      throw absentFeature(syscall === 'fchmod' ? 'permissions' : 'owners', syscall);
    };
  };
}

export const fchmod = ownershipAs('fchmod');
export const fchown = ownershipAs('fchown');
