import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import checks from '../../content/lessons/proxies/checks.ts';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { failure } from './failure.ts';
import { nginxStation, type Rewrite } from './nginx-station.ts';

const exercise = await readExercise('proxies');
// Ten minutes of silence are a test of their own below.
const quick = checks.filter(({ id }) => id !== 'idle');

function has(folder: string, file: string): Promise<boolean> {
  return access(join(folder, file)).then(
    () => true,
    () => false,
  );
}

async function withConf<P extends { readonly dir: string }>(parts: readonly P[]): Promise<P[]> {
  const own = await Promise.all(parts.map(({ dir }) => has(dir, 'nginx.conf')));
  return parts.filter((_, index) => own[index]);
}

describe('the Proxies exercise behind Debian’s nginx', async () => {
  test.concurrent.each(quick.map(({ id }) => id))('the solution passes %s', async (id) => {
    expect(await failure(checks, id, [exercise.solution])).toBeNull();
  });

  const alternatives = (await withConf(exercise.alternatives)).flatMap(({ name, dir }) =>
    quick.map(({ id }) => [name, id, dir] as const),
  );
  test.concurrent.each(alternatives)('the alternative %s passes %s', async (_, id, dir) => {
    expect(await failure(checks, id, [exercise.solution, dir])).toBeNull();
  });

  const mutants = (await withConf(exercise.mutants)).filter(({ check }) => check !== 'idle');
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
      const first = await tools.startServer();
      const edge = await tools.startEdge({ file: 'nginx.conf', servers: { 3001: first, 3002: first } });
      const stream = edge.open('/events');
      expect(await stream.ended(6_000)).toBe(end);
      if (end !== null) expect(stream.endedAt).toBeLessThan(3_000);
    } finally {
      await stop();
    }
  });
});
