import { access, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ExerciseFolder } from './exercise-folder.ts';

/** What is wrong with an exercise's folder, one line each: the path, and what was expected there. `checks` are the ids that there are. */
export async function folderProblems(folder: ExerciseFolder, checks: readonly string[]): Promise<string[]> {
  const { dir, slug, contract, starter, solution, mutants, alternatives } = folder;
  const shown = (path: string) => `content/lessons/${slug}/${relative(dir, path)}`;
  const files = Object.keys(contract.files);
  const problems: string[] = [];
  for (const path of [starter, solution].flatMap((part) => files.map((file) => join(part, file)))) {
    if (!(await exists(path))) problems.push(`${shown(path)}: expected this file, because exercise.yaml names it`);
  }
  const redis = (contract.run ?? []).some((process) => process.kind === 'lab' && process.lab === 'redis');
  for (const file of redis ? [] : await programs(dir)) {
    if (!/\bstartRedis\b/.test(await readFile(join(dir, file), 'utf8'))) continue;
    problems.push(`${shown(join(dir, 'exercise.yaml'))}: expected redis under run, because ${file} starts it`);
  }
  for (const part of [...alternatives, ...mutants]) {
    const strange = (await readdir(part.dir)).filter((file) => !files.includes(file));
    for (const file of strange) {
      problems.push(`${shown(join(part.dir, file))}: expected one of the files of exercise.yaml: ${files.join(', ')}`);
    }
  }
  for (const { dir: path, check } of mutants) {
    if (checks.includes(check)) continue;
    problems.push(`${shown(path)}: expected <check>--<mistake>, with a check that exists: ${checks.join(', ')}`);
  }
  return problems;
}

/** Checks, and what they import. */
async function programs(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((file) => file.endsWith('.ts'));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
