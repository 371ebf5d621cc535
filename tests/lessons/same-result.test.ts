import { expect, test } from 'vitest';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { grade } from '../../playground/checks/grade.ts';
import { timeless } from './timeless.ts';

/** `npm run test:all` says it a hundred times; each day a few are enough. */
const TIMES = process.env.TEST_ALL === 'yes' ? 100 : 3;

const { dir, starter } = await readExercise('reconnection');

/** The starter passes some checks and fails others, with the wire and its times in the messages. */
test(`the same answer gets the same result ${TIMES} times in a row`, { timeout: TIMES * 20_000 }, async () => {
  const results: unknown[] = [];
  for (let time = 0; time < TIMES; time++) {
    const { checks } = await grade({ exercise: dir, layers: [starter] });
    results.push(checks.map(({ id, status, message }) => ({ id, status, message: timeless(message) })));
  }
  for (const [time, result] of results.entries()) expect(result, `run ${time + 1}`).toEqual(results[0]);
});
