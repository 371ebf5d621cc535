import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCourse, readExercise } from '../../playground/checks/exercise-folder.ts';
import { type Grade, grade } from '../../playground/checks/grade.ts';
import { type Verification, verifyExercise } from '../../playground/checks/verify.ts';
import { toldEachTime } from './races.ts';
import { timeless } from './timeless.ts';

const RETRIES = 2;

/** What a mutant is told, as the file of its exercise holds it. */
function sectionOf(slug: string, name: string, grade: Grade | undefined): string {
  const [check] = grade?.checks ?? [];
  const told = toldEachTime(slug, `mutants/${name}`, timeless(check?.message ?? ''));
  return `## ${name}\n\n${check?.title}\n\n\`\`\`\n${told}\n\`\`\`\n`;
}

const slugs = (await readCourse()).groups.flatMap((group) => group.lessons);

describe.each(slugs)('the exercise %s', async (slug) => {
  const exercise = await readExercise(slug);
  let result: Verification;

  beforeAll(async () => {
    result = await verifyExercise(exercise, { strict: true });
  }, 600_000);

  test('its solution passes', () => {
    expect(result.solution.problem).toBeNull();
  });

  test('its starter passes at least one check and fails at least half', () => {
    expect(result.starter.problem).toBeNull();
  });

  test.each(exercise.alternatives.map(({ name }) => name))('the alternative %s passes', (name) => {
    expect(result.alternatives.find((verdict) => verdict.name === `alternatives/${name}`)?.problem).toBeNull();
  });

  test.each(exercise.mutants.map(({ name }) => name))('the mutant %s is caught by the check that it names', (name) => {
    expect(result.mutants.find((verdict) => verdict.name === `mutants/${name}`)?.problem).toBeNull();
  });

  test('no check is without a mutant, and there are enough of both kinds', () => {
    expect(result.problems).toEqual([]);
  });

  test('what each mutant is told', async () => {
    const file = join(import.meta.dirname, `messages/${slug}.md`);
    const held = await readFile(file, 'utf8').catch(() => '');
    const told: string[] = [];
    for (const { name, dir, check } of exercise.mutants) {
      const answer = `mutants/${name}`;
      let section = sectionOf(slug, name, result.mutants.find((verdict) => verdict.name === answer)?.grade);
      // As with every test on a busy machine: what is wrong is wrong each time.
      for (let again = 0; again < RETRIES && held !== '' && !held.includes(section); again++) {
        const layers = [exercise.solution, dir];
        section = sectionOf(slug, name, await grade({ exercise: exercise.dir, layers, only: [check] }));
      }
      told.push(section);
    }
    await expect(told.join('\n')).toMatchFileSnapshot(file);
  });

  test('its lesson has the section that each check names', async () => {
    const text = await readFile(join(exercise.dir, 'lesson.mdx'), 'utf8');
    const slugger = new GithubSlugger();
    const sections = [...text.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => slugger.slug(heading ?? ''));
    const module: { default: readonly { section: string }[] } = await import(join(exercise.dir, 'checks.ts'));
    for (const { section } of module.default) expect(sections).toContain(section);
  });

  test('its contract names the files that starter and solution have', async () => {
    for (const dir of [exercise.starter, exercise.solution]) {
      for (const name of Object.keys(exercise.contract.files)) {
        await expect(readFile(join(dir, name), 'utf8')).resolves.not.toBe('');
      }
    }
  });

  test('its bundle runs alone, from any folder', async () => {
    const { bundleChecks } = await import('../../playground/checks/bundle.ts');
    const { bundleProgram } = await import('../../playground/cli/bundle-lab.ts');
    const { runProgram } = await import('./run-program.ts');
    const dir = await mkdtemp(join(tmpdir(), 'steady-stream-bundle-'));
    try {
      const program = join(dir, 'checks/checks.cjs');
      await bundleChecks(exercise, program);
      // What a check starts is beside their folder.
      for (const name of ['edge', 'redis']) await bundleProgram(name, join(dir, `${name}.cjs`));
      const { output, code } = await runProgram([program, '--dir', exercise.solution], dir);
      expect(output).toContain(`${result.solution.grade.passed} passed, 0 failed`);
      expect(code).toBe(0);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
