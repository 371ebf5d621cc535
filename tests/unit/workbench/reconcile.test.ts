import { describe, expect, test } from 'vitest';
import { reconcile, type StoredFile, startingFiles } from '../../../src/workbench/reconcile.ts';

function stored(file: string, text: string, revision: number): StoredFile {
  return { lesson: 'reconnection', file, text, revision, savedAt: 0 };
}

describe('startingFiles', () => {
  test('takes what was stored, else the starter', () => {
    const files = startingFiles({ 'server.ts': 'starter', 'client.ts': 'client' }, [stored('server.ts', 'mine', 7)]);
    expect(Object.fromEntries(files)).toEqual({
      'server.ts': { text: 'mine', revision: 7 },
      'client.ts': { text: 'client', revision: 0 },
    });
  });

  test('leaves out files that the exercise no longer has', () => {
    const files = startingFiles({ 'server.ts': 's' }, [stored('gone.ts', 'old', 1)]);
    expect([...files.keys()]).toEqual(['server.ts']);
  });
});

describe('reconcile', () => {
  const local = { text: 'mine', revision: 3 };

  test('ignores what this tab has seen already', () => {
    expect(reconcile(local, { text: 'theirs', revision: 3 })).toBe('ignore');
    expect(reconcile(local, { text: 'theirs', revision: 2 })).toBe('ignore');
  });

  test('moves on when the text is the same', () => {
    expect(reconcile(local, { text: 'mine', revision: 4 })).toBe('adopt-revision');
  });

  test('asks when another tab holds something else', () => {
    expect(reconcile(local, { text: 'theirs', revision: 4 })).toBe('ask');
  });
});
