import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contract, parseContract } from './contract.ts';
import { type Course, parseCourse } from './course.ts';

const CONTENT = fileURLToPath(new URL('../../content/', import.meta.url));

/** A wrong answer: the files in which it differs from the solution, and the check that must catch it. */
export interface Mutant {
  /** `<check id>--<mistake>`. */
  readonly name: string;
  readonly check: string;
  readonly dir: string;
}

/** A right answer in another style: the files in which it differs from the solution. */
export interface Alternative {
  readonly name: string;
  readonly dir: string;
}

export interface ExerciseFolder {
  readonly slug: string;
  readonly dir: string;
  readonly contract: Contract;
  readonly starter: string;
  readonly solution: string;
  readonly alternatives: readonly Alternative[];
  readonly mutants: readonly Mutant[];
}

/** The course in its order. Throws YamlError. */
export async function readCourse(): Promise<Course> {
  const file = join(CONTENT, 'course.yaml');
  return parseCourse(await readFile(file, 'utf8'), 'content/course.yaml');
}

/** The names of all folders of lessons with an exercise: those of the course in its order, then those being written. */
export async function exerciseSlugs(): Promise<string[]> {
  const course = (await readCourse()).groups.flatMap((group) => group.lessons);
  const folders = await foldersIn(join(CONTENT, 'lessons'));
  const files = await Promise.all(folders.map((folder) => readdir(folder)));
  const all = folders.filter((_, index) => files[index]?.includes('exercise.yaml')).map((folder) => basename(folder));
  return [...course, ...all.filter((slug) => !course.includes(slug))];
}

/** The exercise of a lesson. Throws YamlError when its contract is malformed. */
export function readExercise(slug: string): Promise<ExerciseFolder> {
  return readExerciseFolder(join(CONTENT, 'lessons', slug), `content/lessons/${slug}`);
}

/** The exercise in a folder; `shown` is what messages call that. Throws YamlError when its contract is malformed. */
export async function readExerciseFolder(dir: string, shown: string): Promise<ExerciseFolder> {
  const contract = parseContract(await readFile(join(dir, 'exercise.yaml'), 'utf8'), `${shown}/exercise.yaml`);
  const alternatives = await foldersIn(join(dir, 'alternatives'));
  const mutants = await foldersIn(join(dir, 'mutants'));
  return {
    slug: basename(dir),
    dir,
    contract,
    starter: join(dir, 'starter'),
    solution: join(dir, 'solution'),
    alternatives: alternatives.map((folder) => ({ name: basename(folder), dir: folder })),
    mutants: mutants.map((folder) => {
      const name = basename(folder);
      return { name, check: name.split('--')[0] ?? name, dir: folder };
    }),
  };
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(dir, entry.name))
    .sort();
}
