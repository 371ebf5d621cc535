import { afterAll, expect, test } from 'vitest';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { ChecksError, type Grade, grade } from '../../playground/checks/grade.ts';
import { Grader } from '../../playground/checks/grader.ts';
import { timeless } from './timeless.ts';

const { dir, starter, solution } = await readExercise('reconnection');
const grader = new Grader(dir);
afterAll(() => grader.close());

const told = ({ checks }: Grade) =>
  checks.map(({ id, status, message }) => ({ id, status, message: timeless(message) }));

test('an answer is told the same by a process that has graded others as by one of its own', async () => {
  const first = await grader.grade({ layers: [solution] });
  expect(first.failed).toBe(0);
  const later = await grader.grade({ layers: [starter] });
  expect(told(later)).toEqual(told(await grade({ exercise: dir, layers: [starter] })));
  expect(told(await grader.grade({ layers: [solution] }))).toEqual(told(first));
});

test('a wrong question is answered with what is wrong, and the next one is graded', async () => {
  await expect(grader.grade({ layers: [solution], only: ['nope'] })).rejects.toThrow(ChecksError);
  const { checks } = await grader.grade({ layers: [solution], only: ['headers'] });
  expect(checks.map(({ id, status }) => [id, status])).toEqual([['headers', 'passed']]);
});

test('checks that cannot be loaded are named with their reason', async () => {
  const broken = new Grader(starter);
  await expect(broken.grade({ layers: [solution] })).rejects.toThrow(/without a result[\s\S]*checks\.ts/);
  await broken.close();
});
