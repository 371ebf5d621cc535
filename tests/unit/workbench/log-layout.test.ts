import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../../src/workbench/log-buffer.ts';
import { layOutLog, lineAtRow } from '../../../src/workbench/log-layout.ts';

const lines: LogLine[] = ['', 'short', 'x'.repeat(25), 'last'].map((text, id) => ({
  id,
  source: 'server',
  process: null,
  at: 0,
  level: 'out',
  text,
}));

describe('layOutLog', () => {
  test('wraps long lines, and gives an empty one a row', () => {
    expect([...layOutLog(lines, 10).offsets]).toEqual([0, 1, 2, 5, 6]);
  });

  test('counts wide characters twice', () => {
    const [line] = lines;
    if (!line) throw new Error('no line');
    expect([...layOutLog([{ ...line, text: '漢字漢字漢字' }], 10).offsets]).toEqual([0, 2]);
  });

  test('finds the line at a row', () => {
    const layout = layOutLog(lines, 10);
    expect([0, 1, 2, 3, 4, 5, 99].map((row) => lineAtRow(layout, row))).toEqual([0, 1, 2, 2, 2, 3, 3]);
    expect(lineAtRow(layOutLog([], 10), 0)).toBe(0);
  });
});
