import { describe, expect, test } from 'vitest';
import { linkPositions, offsetOf } from '../../../src/workbench/positions.ts';

const files = ['server.ts', 'client.ts', 'index.html'];

function links(text: string) {
  return linkPositions(text, files).flatMap(({ position, text: shown }) => (position ? [{ ...position, shown }] : []));
}

describe('linkPositions', () => {
  test.each([
    ['server.ts:12:5', { file: 'server.ts', line: 12, column: 5, shown: 'server.ts:12:5' }],
    ['server.ts:12', { file: 'server.ts', line: 12, column: 1, shown: 'server.ts:12' }],
    [
      '    at openStream (file:///home/course/exercise/server.ts:9:3)',
      { file: 'server.ts', line: 9, column: 3, shown: 'file:///home/course/exercise/server.ts:9:3' },
    ],
    [
      'at http://127.0.0.1:4322/m/a1/8000/client.ts:30:11',
      { file: 'client.ts', line: 30, column: 11, shown: 'http://127.0.0.1:4322/m/a1/8000/client.ts:30:11' },
    ],
    [
      '/home/course/exercise/server.ts:4',
      { file: 'server.ts', line: 4, column: 1, shown: '/home/course/exercise/server.ts:4' },
    ],
  ])('finds the place in %s', (text, expected) => {
    expect(links(text)).toEqual([expected]);
  });

  test.each(['node:internal/process/task_queues:105:5', 'other.ts:1:2', 'at 12:30:45', 'https://example.org:443/', ''])(
    'finds none in %j',
    (text) => {
      expect(links(text)).toEqual([]);
    },
  );

  test('loses nothing of the text', () => {
    const text = 'from server.ts:1:2 to client.ts:3:4, and other.ts:5';
    const segments = linkPositions(text, files);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(links(text).map(({ file }) => file)).toEqual(['server.ts', 'client.ts']);
  });
});

describe('offsetOf', () => {
  const text = 'ab\ncdef\n\ng';

  test.each([
    [1, 1, 0],
    [2, 3, 5],
    [3, 1, 8],
    [4, 2, 10],
  ])('line %i, column %i', (line, column, offset) => {
    expect(offsetOf(text, { line, column })).toBe(offset);
  });

  test('stays on the line and in the text', () => {
    expect(offsetOf(text, { line: 1, column: 99 })).toBe(2);
    expect(offsetOf(text, { line: 99, column: 1 })).toBe(text.length);
  });
});
