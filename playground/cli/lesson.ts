/** `npm run lesson`: for authors of lessons, and for grading a folder or a server that runs anywhere. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatContract } from '../checks/contract.ts';
import { exerciseSlugs, readCourse, readExercise } from '../checks/exercise-folder.ts';
import { ChecksError, type Grade, grade, gradeUrl } from '../checks/grade.ts';
import { showProgress } from '../checks/progress.ts';
import { parseTarget } from '../checks/remote-tools.ts';
import { createTextReport } from '../checks/text-report.ts';
import { type Verification, verifyExercise } from '../checks/verify.ts';
import { YamlError } from '../checks/yaml-file.ts';

const HELP = `Usage: npm run lesson -- <command> [options]

  list                     The lessons of the course, in order
  contract EXERCISE        What an exercise asks for; its checks test nothing else
  check [EXERCISE …]       Grades the checks: solution and alternatives pass, the starter fails at
                           least half, each mutant is caught by the check that its folder names
  grade EXERCISE DIR       Grades the files in DIR, laid over the starter
  grade EXERCISE --url URL Grades a server that runs already, in any language, in real time. Checks that
                           need more than its URL are skipped, with the reason. It is finished after it:
                           the last check closes the shop.

Options
  --json                   Print JSON
  --strict                 check: demand at least 10 mutants and 5 alternatives
  --all                    check: run every mutant against every check, not only the one it names
  --help                   Print this

EXERCISE is the name of a folder in content/lessons, as in “reconnection”: in course.yaml or not yet.
Without one, check takes the lessons of the course.
Exit status: 0 when everything passed, 1 when something failed, 2 when the command was wrong.
`;

class UsageError extends Error {}

const print = (text: string) => process.stdout.write(`${text}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value, null, 2));

interface Options {
  readonly json: boolean;
  readonly strict: boolean;
  readonly all: boolean;
  readonly url?: string | undefined;
}

const COMMANDS: Readonly<Record<string, (args: readonly string[], options: Options) => Promise<boolean>>> = {
  async list(_, { json }) {
    const { groups } = await readCourse();
    const lessons = await Promise.all(
      groups.flatMap((group) =>
        group.lessons.map(async (slug) => {
          const { contract, alternatives, mutants } = await readExercise(slug);
          const counts = { alternatives: alternatives.length, mutants: mutants.length };
          return { slug, group: group.title, exercise: contract.title, ...counts };
        }),
      ),
    );
    if (json) printJson(lessons);
    else {
      for (const { slug, exercise, alternatives, mutants } of lessons) {
        print(`${slug.padEnd(16)}${exercise} (${alternatives} alternatives, ${mutants} mutants)`);
      }
    }
    return true;
  },

  async contract([slug], { json }) {
    const { contract } = await exerciseCalled(slug);
    if (json) printJson(contract);
    else print(formatContract(contract));
    return true;
  },

  async check(slugs, { json, strict, all: everything }) {
    const all = (await readCourse()).groups.flatMap((group) => group.lessons);
    const verifications: Verification[] = [];
    for (const slug of slugs.length > 0 ? slugs : all) {
      const verification = await verifyExercise(await exerciseCalled(slug), { strict, everything });
      verifications.push(verification);
      if (!json) print(formatVerification(verification));
    }
    if (json) printJson(verifications);
    return verifications.every(({ problems }) => problems.length === 0);
  },

  async grade([slug, answer], { json, url }) {
    const exercise = await exerciseCalled(slug);
    if ((answer === undefined) === (url === undefined)) {
      throw new UsageError('grade needs an exercise, and either a folder or --url.');
    }
    const report = json ? null : createTextReport(print);
    const common = { exercise: exercise.dir };
    let result: Grade;
    if (url === undefined) {
      const dir = resolve(answer ?? '');
      if (!(await stat(dir).catch(() => null))?.isDirectory()) throw new UsageError(`${answer} is not a folder.`);
      result = await grade({ ...common, layers: [exercise.starter, dir], ...(report ? { onEvent: report } : {}) });
    } else {
      try {
        parseTarget(url);
      } catch (error) {
        if (error instanceof RangeError) throw new UsageError(error.message);
        throw error;
      }
      const progress = showProgress(process.stderr);
      try {
        result = await gradeUrl({
          ...common,
          url,
          onEvent(event) {
            progress.follow(event);
            report?.(event);
          },
        });
      } finally {
        progress.stop();
      }
    }
    if (json) printJson(result);
    return result.failed === 0;
  },
};

async function exerciseCalled(slug: string | undefined) {
  if (slug === undefined) throw new UsageError('Which exercise?');
  // Also one that is not in course.yaml yet: its author is at work.
  const known = await exerciseSlugs();
  if (!known.includes(slug)) throw new UsageError(`There is no exercise “${slug}”. There are: ${known.join(', ')}.`);
  return readExercise(slug);
}

function formatVerification({ slug, title, solution, starter, alternatives, mutants, caught, problems }: Verification) {
  const row = (name: string, { passed, checks }: Verification['solution']['grade'], ok: boolean) =>
    `  ${ok ? '✓' : '✗'} ${name.padEnd(40)}${String(passed).padStart(3)} of ${checks.length} checks passed`;
  const killed = mutants.filter(({ problem }) => problem === null).length;
  const score = mutants.length === 0 ? 0 : Math.round((100 * killed) / mutants.length);
  return [
    `${slug}: ${title}`,
    ...[solution, starter, ...alternatives].map(({ name, grade: result, problem }) => row(name, result, !problem)),
    '',
    '  Check         Mutants that it caught',
    ...Object.entries(caught).map(([id, names]) => {
      const mistakes = names.map((name) => name.slice(id.length + 2)).join(', ');
      return `  ${names.length > 0 ? '✓' : '✗'} ${id.padEnd(12)}${mistakes || 'none'}`;
    }),
    '',
    `  Mutation score: ${killed} of ${mutants.length} (${score} %)`,
    ...problems.map((problem) => `  ✗ ${problem.replaceAll('\n', '\n    ')}`),
  ].join('\n');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      url: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name, ...args] = positionals;
  if (values.help) {
    print(HELP);
    return 0;
  }
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) throw new UsageError(name === undefined ? 'Which command?' : `There is no command “${name}”.`);
  return (await command(args, values)) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (!usage && !(error instanceof YamlError) && !(error instanceof ChecksError)) throw error;
  process.stderr.write(`${error.message}\n${usage ? '\nnpm run lesson -- --help says more.\n' : ''}`);
  process.exitCode = usage ? 2 : 1;
}
