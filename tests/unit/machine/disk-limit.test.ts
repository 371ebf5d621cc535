import { describe, expect, it } from 'vitest';
import { FileTree, MAX_DISK_BYTES, MAX_DISK_ENTRIES } from '#machine/files.ts';

const half = new Uint8Array(MAX_DISK_BYTES / 2);

describe('a full disk', () => {
  it('takes no more bytes, and takes them again once some are removed', () => {
    const files = new FileTree();
    files.mkdir('/folder');
    files.write('/folder/one', half);
    files.write('/two', half);
    expect(() => files.write('/three', new Uint8Array(1))).toThrow('ENOSPC: /three');
    expect(() => files.append('/two', new Uint8Array(1))).toThrow('ENOSPC: /two');
    expect(files.read('/two').byteLength).toBe(half.byteLength);
    files.write('/two', half);
    files.write('/empty', new Uint8Array());
    files.remove('/folder', true);
    files.write('/three', half);
    files.rename('/three', '/two');
    files.write('/four', half);
  });

  it('takes no more entries', () => {
    const files = new FileTree();
    for (let entry = 0; entry < MAX_DISK_ENTRIES; entry++) files.write(`/${entry}`, new Uint8Array());
    expect(() => files.mkdir('/one-more')).toThrow('ENOSPC: /one-more');
    files.write('/0', new Uint8Array([1]));
    files.remove('/1');
    files.mkdir('/one-more');
  });

  it('follows another tree all the same', () => {
    const files = new FileTree();
    files.write('/one', half);
    files.write('/two', half);
    files.apply({ kind: 'write', path: '/three', bytes: new Uint8Array(1) });
    expect(files.find('/three')).not.toBeNull();
  });
});
