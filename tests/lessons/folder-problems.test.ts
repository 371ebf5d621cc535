import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { folderProblems } from '../../playground/checks/folder-problems.ts';
import { ChecksError, grade } from '../../playground/checks/grade.ts';

const exercise = await readExercise('reconnection');

async function scratch(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'steady-stream-folder-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

test('an exercise that is whole has none', async () => {
  const checks = exercise.mutants.map(({ check }) => check);
  expect(await folderProblems(exercise, checks)).toEqual([]);
});

test('each is a path, and what was expected there', async () => {
  const dir = await scratch();
  await cp(exercise.starter, join(dir, 'starter'), { recursive: true });
  await mkdir(join(dir, 'solution'));
  await mkdir(join(dir, 'mutants/oops'), { recursive: true });
  await writeFile(join(dir, 'mutants/oops/sever.ts'), '');
  const broken = {
    ...exercise,
    dir,
    starter: join(dir, 'starter'),
    solution: join(dir, 'solution'),
    alternatives: [],
    mutants: [{ name: 'oops', check: 'oops', dir: join(dir, 'mutants/oops') }],
  };
  expect(await folderProblems(broken, ['flush', 'retry'])).toEqual([
    'content/lessons/reconnection/solution/server.ts: expected this file, because exercise.yaml names it',
    'content/lessons/reconnection/solution/client.ts: expected this file, because exercise.yaml names it',
    'content/lessons/reconnection/solution/index.html: expected this file, because exercise.yaml names it',
    'content/lessons/reconnection/mutants/oops/sever.ts: expected one of the files of exercise.yaml: server.ts, client.ts, index.html',
    'content/lessons/reconnection/mutants/oops: expected <check>--<mistake>, with a check that exists: flush, retry',
  ]);
});

test('a mistake in checks.ts is shown with file and line', async () => {
  const dir = await scratch();
  await writeFile(join(dir, 'checks.ts'), 'export default [];\nconst 3 = 4;\n');
  const failure = await grade({ exercise: dir, layers: [exercise.solution] }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ChecksError);
  expect(String(failure)).toContain('checks.ts:2');
});
