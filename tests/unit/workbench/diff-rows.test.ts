import { describe, expect, test } from 'vitest';
import { diffRows } from '../../../src/workbench/diff-rows.ts';

function shape(mine: string, theirs: string) {
  return diffRows(mine, theirs).map((row) => [row.mine?.text ?? null, row.theirs?.text ?? null]);
}

describe('diffRows', () => {
  test('sets equal lines side by side', () => {
    expect(shape('a\nb\n', 'a\nb\n')).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  test('sets what was replaced beside what replaced it', () => {
    expect(shape('a\nold\nz\n', 'a\nnew\nmore\nz\n')).toEqual([
      ['a', 'a'],
      ['old', 'new'],
      [null, 'more'],
      ['z', 'z'],
    ]);
  });

  test('numbers the lines of both sides', () => {
    const rows = diffRows('a\nb\n', 'b\nc\n');
    expect(rows.map((row) => [row.mine?.line ?? null, row.theirs?.line ?? null, row.changed])).toEqual([
      [1, null, true],
      [2, 1, false],
      [null, 2, true],
    ]);
  });
});
