import { expect, test } from 'vitest';
import { FileTree } from '#machine/files.ts';
import type { FileChange } from '#machine/protocol.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

test('what was read before an append stays as it was, also when two branches grow from it', () => {
  const files = new FileTree();
  files.write('/log', bytes('one'));
  const first = files.read('/log');
  files.append('/log', bytes(' two'));
  const second = files.read('/log');
  files.append('/log', bytes(' three'));
  files.write('/copy', second);
  files.append('/copy', bytes(' four'));
  expect([first, second, files.read('/log'), files.read('/copy')].map(text)).toEqual([
    'one',
    'one two',
    'one two three',
    'one two four',
  ]);
});

test('an append keeps the inode, is replayed elsewhere, and a snapshot carries no spare room', () => {
  const files = new FileTree();
  const changes: FileChange[] = [];
  const events: string[] = [];
  files.write('/log', bytes('a'));
  const { inode } = files.stat('/log');
  files.onChange = (change) => changes.push(change);
  files.watch((event, path) => events.push(`${event} ${path}`));
  files.append('/log', bytes('b'));
  expect(files.stat('/log').inode).toBe(inode);
  expect([changes, events]).toEqual([[{ kind: 'append', path: '/log', bytes: bytes('b') }], ['change /log']]);
  const copy = new FileTree();
  for (const change of files.snapshot()) {
    if (change.kind === 'write') expect(change.bytes.buffer.byteLength).toBe(2);
    copy.apply(change);
  }
  for (const change of changes) copy.apply(change);
  expect(text(copy.read('/log'))).toBe('abb');
});

test('a log of many lines grows in linear time', () => {
  const files = new FileTree();
  files.write('/log', bytes(''));
  const line = bytes('x'.repeat(100));
  const started = performance.now();
  for (let i = 0; i < 50_000; i++) files.append('/log', line);
  expect(files.read('/log').byteLength).toBe(5_000_000);
  // Copying the file for each line would move 125 GB.
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('there must be a file to append to', () => {
  const files = new FileTree();
  files.mkdir('/d');
  expect(() => files.append('/no', bytes('x'))).toThrow('ENOENT');
  expect(() => files.append('/d', bytes('x'))).toThrow('EISDIR');
});
