import type { ExerciseFolder } from './exercise-folder.ts';
import { folderProblems } from './folder-problems.ts';
import type { Grade } from './grade.ts';
import { Grader } from './grader.ts';

const GRADED_AT_A_TIME = 2;
/** What `--strict` demands of an exercise. */
const STRICT = { mutants: 10, alternatives: 5 };

export interface Verdict {
  readonly name: string;
  readonly grade: Grade;
  /** Why this answer was not judged as it should be; null when it was. */
  readonly problem: string | null;
}

/** Whether an exercise's checks can be trusted. */
export interface Verification {
  readonly slug: string;
  readonly title: string;
  readonly solution: Verdict;
  readonly starter: Verdict;
  readonly alternatives: readonly Verdict[];
  readonly mutants: readonly Verdict[];
  /** Ids of the checks, in order, each with the names of the mutants that it caught. */
  readonly caught: Readonly<Record<string, readonly string[]>>;
  /** Everything that is wrong, one sentence each. */
  readonly problems: readonly string[];
}

export interface VerifyOptions {
  /** Demand numbers of mutants and alternatives too. */
  readonly strict?: boolean;
  /** Run every check against each mutant, not only the one that it names. */
  readonly everything?: boolean;
  readonly onProgress?: (verdict: Verdict) => void;
}

/**
 * Grades the checks of an exercise: its solution and alternatives pass, its starter passes at least one check and fails
 * at least half, and the check that each mutant names fails it.
 */
export async function verifyExercise(folder: ExerciseFolder, options: VerifyOptions = {}): Promise<Verification> {
  const graders = Array.from({ length: GRADED_AT_A_TIME }, () => new Grader(folder.dir));
  try {
    return await verify(folder, graders, options);
  } finally {
    await Promise.all(graders.map((grader) => grader.close()));
  }
}

async function verify(
  folder: ExerciseFolder,
  graders: readonly Grader[],
  options: VerifyOptions,
): Promise<Verification> {
  const { starter, solution, alternatives, mutants } = folder;
  const free = [...graders];
  const judge = async (name: string, layers: readonly string[], judgment: Judgment, only?: readonly string[]) => {
    const grader = free.pop();
    if (!grader) throw new Error('More answers are graded at a time than there are graders.');
    const result = await grader.grade({ layers, ...(only ? { only } : {}) });
    free.push(grader);
    const verdict = { name, grade: result, problem: judgment(result) };
    options.onProgress?.(verdict);
    return verdict;
  };
  const [solved, started] = await Promise.all([
    judge('solution', [solution], allPass),
    judge('starter', [starter], startsWell),
  ]);
  const known = solved.grade.checks.map(({ id }) => id);
  const sound = mutants.filter(({ check }) => known.includes(check));
  const jobs = [
    ...alternatives.map(
      ({ name, dir }) =>
        () =>
          judge(`alternatives/${name}`, [solution, dir], allPass),
    ),
    ...sound.map(
      ({ name, dir, check }) =>
        () =>
          judge(`mutants/${name}`, [solution, dir], fails(check), options.everything ? undefined : [check]),
    ),
  ];
  const others = await inParallel(jobs, GRADED_AT_A_TIME);
  const verdicts = [solved, started, ...others];
  const caught = Object.fromEntries(
    solved.grade.checks.map(({ id }) => [
      id,
      mutants
        .filter(({ check, name }) => check === id && !verdicts.find((v) => v.name === `mutants/${name}`)?.problem)
        .map(({ name }) => name),
    ]),
  );
  const unused = Object.keys(caught).filter((id) => caught[id]?.length === 0);
  return {
    slug: folder.slug,
    title: folder.contract.title,
    solution: solved,
    starter: started,
    alternatives: others.slice(0, alternatives.length),
    mutants: others.slice(alternatives.length),
    caught,
    problems: [
      ...(await folderProblems(folder, known)),
      ...verdicts.flatMap(({ name, problem }) => (problem ? [`${name}: ${problem}`] : [])),
      ...unused.map((id) => `no mutant is caught by the check ${id}`),
      ...(options.strict ? tooFew(folder) : []),
    ],
  };
}

type Judgment = (grade: Grade) => string | null;

const allPass: Judgment = ({ checks }) => {
  const failed = checks.filter(({ status }) => status === 'failed').map(({ id, message }) => `${id}\n${message}`);
  return failed.length > 0 ? `is right, but fails ${failed.join('\n')}` : null;
};

const startsWell: Judgment = ({ passed, failed, checks }) => {
  if (passed === 0) return 'passes no check; a learner should start with something that works';
  return failed < checks.length / 2 ? `fails only ${failed} of ${checks.length} checks` : null;
};

function fails(check: string): Judgment {
  return ({ checks }) =>
    checks.find(({ id }) => id === check)?.status === 'failed' ? null : `is not caught by ${check}`;
}

function tooFew({ mutants, alternatives }: ExerciseFolder): string[] {
  return [
    ...(mutants.length < STRICT.mutants ? [`${mutants.length} mutants, at least ${STRICT.mutants} are needed`] : []),
    ...(alternatives.length < STRICT.alternatives
      ? [`${alternatives.length} alternatives, at least ${STRICT.alternatives} are needed`]
      : []),
  ];
}

/** Runs the jobs, so many at a time; results in the order of the jobs. */
async function inParallel<T>(jobs: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  const queue = jobs.entries();
  const worker = async () => {
    for (const [index, job] of queue) results[index] = await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
