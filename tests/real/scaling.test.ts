import { describe, expect, test } from 'vitest';
import checks from '../../content/lessons/scaling/checks.ts';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { failure } from './failure.ts';

const exercise = await readExercise('scaling');

describe('the Scaling exercise with Debian’s Redis, behind Debian’s nginx', () => {
  test.concurrent.each(checks.map(({ id }) => id))('the solution passes %s', async (id) => {
    expect(await failure(checks, id, [exercise.solution])).toBeNull();
  });

  // What depends on how Redis itself behaves, or nginx.
  const wrong = [
    'burst--from-dollar',
    'fan-out--consumer-group',
    'limit--429',
    'link--pub-sub',
    'outage--queued',
    'prompt--shared-connection',
    'race--replay-then-listen',
    'slow--no-limit',
    'trimmed--deleted-entry-id',
    'trimmed--not-looked-at',
    'unknown--given-to-redis',
  ];
  const mutants = exercise.mutants.filter(({ name }) => wrong.includes(name));
  test('there are such mutants', () => expect(mutants).toHaveLength(wrong.length));
  test.concurrent.each(mutants)('the mutant $name is caught there too', async ({ check, dir }) => {
    expect(await failure(checks, check, [exercise.solution, dir])).not.toBeNull();
  });
});
