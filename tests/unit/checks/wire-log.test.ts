import { describe, expect, test } from 'vitest';
import { WireLog } from '../../../playground/checks/wire-log.ts';

const encoder = new TextEncoder();

function linesOf(...pieces: readonly (readonly [at: number, text: string])[]): readonly string[] {
  const log = new WireLog();
  for (const [at, text] of pieces) log.addBytes(at, encoder.encode(text));
  return log.lines.map((line) => line.trim());
}

describe('bytes on the wire', () => {
  test('are shown with their line ends', () => {
    expect(linesOf([0, 'data: 1\n\n'], [5, 'data: 2\r\n'])).toEqual([
      '+0 ms  ← "data: 1\\n\\n"',
      '+5 ms  ← "data: 2\\r\\n"',
    ]);
  });

  test('that go on with a line in the same moment belong to it, however the kernel has cut them', () => {
    const whole = linesOf([0, `data: ${'x'.repeat(300)}\n\n`]);
    expect(linesOf([0, `data: ${'x'.repeat(50)}`], [0, 'x'.repeat(200)], [0, `${'x'.repeat(50)}\n\n`])).toEqual(whole);
    expect(whole).toEqual([`+0 ms  ← "data: ${'x'.repeat(154)}" … 148 more bytes`]);
  });

  test('that come later, or after a line end, are a line of their own', () => {
    expect(linesOf([0, 'data: 1'], [1, '\n\n'], [1, ':\n\n'])).toEqual([
      '+0 ms  ← "data: 1"',
      '+1 ms  ← "\\n\\n"',
      '+1 ms  ← ":\\n\\n"',
    ]);
  });

  test('are left out in the middle of a long log, and what joins the last line does not count twice', () => {
    const pieces = Array.from({ length: 30 }, (_, index) => [index, `data: ${index}`] as const);
    const lines = linesOf(...pieces, [29, '\n\n']);
    expect(lines[12]).toBe('… 6 more …');
    expect(lines.at(-1)).toBe('+29 ms  ← "data: 29\\n\\n"');
    expect(lines).toHaveLength(25);
  });
});
