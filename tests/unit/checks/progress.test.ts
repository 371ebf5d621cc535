import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showProgress } from '../../../playground/checks/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const plan = {
  type: 'plan',
  exercise: 'x',
  checks: ['one', 'two'].map((id) => ({ id, title: id, hint: '', section: '' })),
} as const;

function run(isTTY: boolean): string {
  let written = '';
  const output = {
    isTTY,
    write(text: string) {
      written += text;
    },
  };
  const progress = showProgress(output);
  progress.follow(plan);
  progress.follow({ type: 'started', id: 'one' });
  vi.advanceTimersByTime(3_500);
  progress.follow({ type: 'started', id: 'two' });
  vi.advanceTimersByTime(600);
  progress.stop();
  vi.advanceTimersByTime(5_000);
  return written;
}

test('on a terminal one line counts the seconds, and is gone in the end', () => {
  const written = run(true);
  expect(written).toContain('\r\x1b[K… one (1 of 2) 3 s');
  expect(written).toContain('\r\x1b[K… two (2 of 2) 0 s');
  expect(written.endsWith('\r\x1b[K')).toBe(true);
  expect(written).not.toContain('\n');
});

test('elsewhere a line for each check that takes long', () => {
  expect(run(false)).toBe('… one (1 of 2)\n');
});
