import { expect, test, vi } from 'vitest';
import { InPieces } from '../../../playground/session/in-pieces.ts';

test('hands on everything in order, and gives others a turn', async () => {
  let taken = '';
  let turns = 0;
  const pieces = new InPieces((piece) => {
    taken += piece;
    const busyUntil = performance.now() + 3;
    while (performance.now() < busyUntil);
  });
  const others = setInterval(() => turns++, 1);
  const text = Array.from({ length: 30_000 }, (_, index) => `${index}\n`).join('');
  pieces.push(text);
  pieces.push('the end');
  expect(taken.length).toBeLessThan(text.length);
  await vi.waitFor(() => expect(taken).toBe(`${text}the end`));
  clearInterval(others);
  expect(turns).toBeGreaterThan(0);
});

test('hands a short text on at once', () => {
  const taken: string[] = [];
  new InPieces((piece) => taken.push(piece)).push('hello');
  expect(taken).toEqual(['hello']);
});
