import { expect, test } from 'vitest';
import { newFileProblem } from '../../../src/workbench/new-file.ts';

test.each(['store.ts', 'my-store.test.ts', 'data.json', 'nginx.conf', 'a.mjs', 'style.css', 'compose.yaml'])(
  '%s is a name',
  (name) => {
    expect(newFileProblem(name, ['server.ts'])).toBeNull();
  },
);

test.each(['', 'store', '.env.ts', 'lib/store.ts', '../a.ts', 'a b.ts', 'store.exe', `${'x'.repeat(40)}.ts`])(
  '“%s” is none',
  (name) => {
    expect(newFileProblem(name, ['server.ts'])).toMatch(/^A name like store\.ts/);
  },
);

test('a name is there once, whatever its case', () => {
  expect(newFileProblem('Server.ts', ['server.ts'])).toBe('There is a Server.ts already.');
});

test('there is an end to it', () => {
  const files = Array.from({ length: 50 }, (_, index) => `file-${index}.ts`);
  expect(newFileProblem('one-more.ts', files)).toBe('There are 50 files already.');
});
