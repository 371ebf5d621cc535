import { describe, expect, test } from 'vitest';
import checks from '../../content/lessons/capstone/checks.ts';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { failure } from './failure.ts';
import { nginxStation, type Rewrite } from './nginx-station.ts';

const exercise = await readExercise('capstone');
/** About the client module alone: there is nothing to be real. */
const aboutTheClient = ['once', 'cursor', 'watchdog', 'outdated'];
// Ten minutes of silence are a test of their own below.
const quick = checks.filter(({ id }) => id !== 'quiet' && !aboutTheClient.includes(id));

describe('the capstone behind Debian’s nginx, with Debian’s Redis', () => {
  test.concurrent.each(quick.map(({ id }) => id))('the solution passes %s', async (id) => {
    expect(await failure(checks, id, [exercise.solution])).toBeNull();
  });

  const alternatives = exercise.alternatives
    .filter(({ name }) => name === 'other-habits' || name === 'one-file')
    .flatMap(({ name, dir }) => ['swarm', 'outage', 'redis'].map((id) => [name, id, dir] as const));
  test.concurrent.each(alternatives)('the alternative %s passes %s', async (_, id, dir) => {
    expect(await failure(checks, id, [exercise.solution, dir])).toBeNull();
  });

  const wrong = [
    'outage--502',
    'outage--ten-seconds',
    'swarm--no-next-upstream',
    'redis--loop-ends',
    'redis--commands-wait',
  ];
  const mutants = exercise.mutants.filter(({ name }) => wrong.includes(name));
  test('there are such mutants', () => expect(mutants).toHaveLength(wrong.length));
  test.concurrent.each(mutants)('the mutant $name is caught there too', async ({ check, dir }) => {
    expect(await failure(checks, check, [exercise.solution, dir])).not.toBeNull();
  });

  // 75 s and 15 s become 1.5 s and 0.3 s.
  const scaled: Rewrite = (text) => text.replace('75s', '1500ms').replace('15_000', '300');
  const silent: Rewrite = (text) => text.replace('75s', '1500ms').replace('15_000', '60_000');

  test.concurrent.each([
    ['with heartbeats a quiet stream outlives four timeouts', scaled, null],
    ['without them it is cut after one', silent, 'cut'],
  ] as const)('%s', async (_, rewrite, end) => {
    const { tools, stop } = await nginxStation([exercise.solution], rewrite);
    try {
      const redis = await tools.startRedis();
      const first = await tools.startServer({ env: { REDIS_URL: redis.url } });
      const edge = await tools.startEdge({ file: 'nginx.conf', servers: { 3001: first, 3002: first } });
      const stream = edge.open('/events');
      expect(await stream.ended(6_000)).toBe(end);
      if (end !== null) expect(stream.endedAt).toBeLessThan(3_000);
    } finally {
      await stop();
    }
  });
});
