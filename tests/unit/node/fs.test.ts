import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import promises from '#node/builtins/fs/promises.ts';
import fs from '#node/builtins/fs.ts';
import { isAlive } from '#node/liveness.ts';
import { installSystem, system } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

const require = createRequire(import.meta.url);

beforeAll(() => {
  installSystem(loopbackSystem());
  system().files.mkdir('/tmp', true);
});

type Call = (...args: unknown[]) => unknown;
const exported: Record<string, unknown> = fs;
const call = (name: string, ...args: unknown[]) => (exported[name] as Call)(...args);

test.each(['fs', 'fs/promises'])('%s has every name of this Node', (name) => {
  const own = name === 'fs' ? fs : promises;
  expect(Object.keys(require(name)).filter((key) => !(key in own))).toEqual([]);
});

test.each([
  [
    'symlinkSync',
    ['/tmp/x', '/tmp/y'],
    "ENOSYS: the files of this machine have no links, symlink '/tmp/x' -> '/tmp/y'",
  ],
  ['linkSync', ['/tmp/x', '/tmp/y'], "ENOSYS: the files of this machine have no links, link '/tmp/x' -> '/tmp/y'"],
  ['chmodSync', ['/tmp', 0o600], "ENOSYS: the files of this machine have no permissions, chmod '/tmp'"],
  ['chownSync', ['/tmp', 1, 1], "ENOSYS: the files of this machine have no owners, chown '/tmp'"],
  ['chmodSync', ['/tmp/no', 0o600], "ENOENT: no such file or directory, chmod '/tmp/no'"],
  ['globSync', ['*'], 'fs.globSync is not available: '],
])('what the machine lacks says so: %s', (name, args, message) => {
  expect(() => call(name, ...args)).toThrow(message);
});

test('a pending operation keeps the process alive, and none is left after it', async () => {
  const reading = promises.readFile('/tmp/none');
  await Promise.resolve();
  expect(isAlive()).toBe(true);
  await expect(reading).rejects.toThrow("ENOENT: no such file or directory, open '/tmp/none'");
  expect(isAlive()).toBe(false);
  const watcher = call('watch', '/tmp') as { unref(): void; close(): void };
  expect(isAlive()).toBe(true);
  watcher.unref();
  expect(isAlive()).toBe(false);
  watcher.close();
});

test('a log that is appended to line by line sends its lines to the kernel, not the file', () => {
  const sent: number[] = [];
  system().files.onChange = (change) => 'bytes' in change && sent.push(change.bytes.byteLength);
  const fd = call('openSync', '/tmp/log', 'a');
  for (let i = 0; i < 1000; i++) call('writeSync', fd, 'a line of text\n');
  call('appendFileSync', '/tmp/log', 'the last\n');
  call('closeSync', fd);
  system().files.onChange = null;
  expect(call('statSync', '/tmp/log')).toMatchObject({ size: 15_009 });
  expect(sent.reduce((total, bytes) => total + bytes, 0)).toBe(15_009);
});

test('files of other processes arrive and wake those who watch', async () => {
  const heard = new Promise((resolve) =>
    call('watch', '/tmp', { persistent: false }, (...event: unknown[]) => resolve(event)),
  );
  system().files.apply({ kind: 'write', path: '/tmp/elsewhere', bytes: new TextEncoder().encode('hello') });
  expect(await heard).toEqual(['rename', 'elsewhere']);
  expect(call('readFileSync', '/tmp/elsewhere', 'utf8')).toBe('hello');
});
