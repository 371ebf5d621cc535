import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunPlan } from '../../playground/checks/run-process.ts';
import { parseYaml } from '../../playground/checks/yaml-file.ts';
import type { SourceFile } from '../workbench/source-file.ts';
import { contentFolder } from './folders.ts';
import { projectFiles, projectPlan } from './lesson-files.ts';

const templateSchema = z.strictObject({
  title: z.string(),
  /** What it shows, in a sentence or two. */
  summary: z.string(),
  /** Its place in the gallery. */
  order: z.int(),
});

/** Something to begin with in the playground: a folder in `content/playground`. */
export interface Template extends z.output<typeof templateSchema> {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly plan: RunPlan | null;
}

const folder = join(contentFolder, 'playground');

async function readTemplate(name: string): Promise<Template> {
  const place = join(folder, name);
  const path = join(place, 'template.yaml');
  return {
    name,
    ...parseYaml(await readFile(path, 'utf8'), path, templateSchema),
    files: await projectFiles(place),
    plan: await projectPlan(place),
  };
}

/** The playground's templates in the order of its gallery. Throws for one whose files are wrong. */
export async function templates(): Promise<readonly Template[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => readTemplate(name)));
  return found.sort((a, b) => a.order - b.order);
}
