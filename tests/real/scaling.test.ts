import { describe, expect, test } from 'vitest';
import checks from '../../content/lessons/scaling/checks.ts';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { CheckFailure } from '../../playground/checks/failure.ts';
import { nginxStation } from './nginx-station.ts';

const exercise = await readExercise('scaling');

/** Why an answer does not pass a check with Debian's Redis and nginx; null when it does. */
async function failure(id: string, layers: readonly string[]): Promise<string | null> {
  const { tools, stop } = await nginxStation(layers);
  try {
    await checks.find((check) => check.id === id)?.run(tools);
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) return error.message;
    throw error;
  } finally {
    await stop();
  }
}

describe('the Scaling exercise with Debian’s Redis, behind Debian’s nginx', () => {
  test.concurrent.each(checks.map(({ id }) => id))('the solution passes %s', async (id) => {
    expect(await failure(id, [exercise.solution])).toBeNull();
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
    expect(await failure(check, [exercise.solution, dir])).not.toBeNull();
  });
});
