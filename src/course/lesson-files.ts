import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contract, parseContract } from '../../playground/checks/contract.ts';
import { parsePlan, planOf } from '../../playground/checks/run-plan.ts';
import type { RunPlan } from '../../playground/checks/run-process.ts';
import type { SourceFile } from '../workbench/source-file.ts';
import { lessonFolder } from './folders.ts';
import { highlight } from './highlight.ts';

async function readFolder(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = names.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

async function highlighted(texts: Readonly<Record<string, string>>, names: readonly string[]): Promise<SourceFile[]> {
  return Promise.all(
    names.map(async (name) => {
      const text = texts[name];
      if (text === undefined) throw new Error(`There is no file ${name}`);
      return { name, text, html: await highlight(name, text) };
    }),
  );
}

/** What the lesson's exercise asks for. */
export async function lessonContract(slug: string): Promise<Contract> {
  const path = join(lessonFolder(slug), 'exercise.yaml');
  return parseContract(await readFile(path, 'utf8'), path);
}

/** What Run starts for the exercise; null for its server alone. */
export async function exercisePlan(slug: string): Promise<RunPlan | null> {
  return planOf(await lessonContract(slug));
}

/** The files that a learner begins with, in the contract's order. */
export async function starterFiles(slug: string): Promise<SourceFile[]> {
  const contract = await lessonContract(slug);
  const files = await highlighted(await readFolder(join(lessonFolder(slug), 'starter')), Object.keys(contract.files));
  return files.map((file) => (contract.readOnly.includes(file.name) ? { ...file, readOnly: true } : file));
}

/** One answer to the exercise, whole. */
export async function solutionFiles(slug: string): Promise<Readonly<Record<string, string>>> {
  const [starter, solution, contract] = await Promise.all([
    readFolder(join(lessonFolder(slug), 'starter')),
    readFolder(join(lessonFolder(slug), 'solution')),
    lessonContract(slug),
  ]);
  const whole = { ...starter, ...solution };
  return Object.fromEntries(Object.keys(contract.files).map((name) => [name, whole[name] ?? '']));
}

/** Says what Run starts for a folder: not a file of its project. */
const PLAN = 'run.yaml';
/** Files that are about a folder: no files of its project either. */
const ABOUT = [PLAN, 'template.yaml'];

/** The files of an experiment or a template, its server first. */
export async function projectFiles(folder: string): Promise<SourceFile[]> {
  const texts = await readFolder(folder);
  const rest = Object.keys(texts).filter((file) => file !== 'server.ts' && !ABOUT.includes(file));
  return highlighted(texts, ['server.ts', ...rest.sort()]);
}

/** What Run starts for an experiment or a template; null for its server alone. */
export async function projectPlan(folder: string): Promise<RunPlan | null> {
  const { [PLAN]: plan, ...files } = await readFolder(folder);
  return plan === undefined ? null : parsePlan(plan, join(folder, PLAN), files);
}

/** Where an experiment of a lesson's prose is. */
export function experimentFolder(slug: string, name: string): string {
  return join(lessonFolder(slug), 'experiments', name);
}
