import { describe, expect, test } from 'vitest';
import { reconcile, type StoredFile, startingFiles } from '../../../src/workbench/reconcile.ts';

function stored(file: string, text: string, revision: number, base: string | null = 'starter'): StoredFile {
  return { lesson: 'reconnection', file, text, base, revision, savedAt: 0 };
}

describe('startingFiles', () => {
  const starter = { 'server.ts': 'starter', 'client.ts': 'client' };
  const start = (...files: StoredFile[]) => Object.fromEntries(startingFiles(starter, files));

  test('takes what was stored, else the starter', () => {
    expect(start(stored('server.ts', 'mine', 7))).toEqual({
      'server.ts': { text: 'mine', revision: 7, outdatedBase: null },
      'client.ts': { text: 'client', revision: 0, outdatedBase: null },
    });
  });

  test('leaves out files that the exercise no longer has', () => {
    expect(Object.keys(start(stored('gone.ts', 'old', 1)))).toEqual(['server.ts', 'client.ts']);
  });

  test('has the files that the reader added last', () => {
    const files = start(stored('store.ts', 'added', 3, null), stored('server.ts', 'mine', 7));
    expect(Object.keys(files)).toEqual(['server.ts', 'client.ts', 'store.ts']);
    expect(files['store.ts']).toEqual({ text: 'added', revision: 3, outdatedBase: null });
  });

  test('tells of an edited file whose starter has changed since', () => {
    expect(start(stored('server.ts', 'mine', 7, 'old starter'))['server.ts']).toEqual({
      text: 'mine',
      revision: 7,
      outdatedBase: 'old starter',
    });
  });

  test('follows the starter where nothing was really edited, or the edit is what it says now', () => {
    const followed = { text: 'starter', revision: 7, outdatedBase: null };
    expect(start(stored('server.ts', 'old starter', 7, 'old starter'))['server.ts']).toEqual(followed);
    expect(start(stored('server.ts', 'starter', 7, 'old starter'))['server.ts']).toEqual(followed);
  });

  test('does not guess where the base was not kept', () => {
    expect(start(stored('server.ts', 'mine', 7, null))['server.ts']?.outdatedBase).toBeNull();
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
