import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml } from '../../playground/checks/yaml-file.ts';
import { contentFolder } from './folders.ts';

const glossarySchema = z.strictObject({
  terms: z.array(
    z.strictObject({
      term: z.string(),
      text: z.string(),
      in: z
        .string()
        .regex(
          /^[a-z][a-z0-9-]*#[a-z0-9-]+$/,
          'Expected a lesson and a section of it, as in “resume#replay-then-live”',
        ),
      source: z.strictObject({ title: z.string(), href: z.url() }),
    }),
  ),
});

export interface Term {
  readonly term: string;
  /** Its anchor on the glossary's page. */
  readonly id: string;
  /** One to three sentences; what stands between backticks is code. */
  readonly text: string;
  readonly lesson: string;
  /** The anchor of the lesson's section. */
  readonly section: string;
  readonly source: { readonly title: string; readonly href: string };
}

/** The terms of `content/glossary.yaml` in alphabetical order. Throws YamlError. */
export async function glossary(): Promise<readonly Term[]> {
  const path = join(contentFolder, 'glossary.yaml');
  const { terms } = parseYaml(await readFile(path, 'utf8'), path, glossarySchema);
  return terms
    .map(({ in: place, ...term }) => {
      const [lesson = '', section = ''] = place.split('#');
      return { ...term, id: term.term.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), lesson, section };
    })
    .sort((a, b) => a.term.localeCompare(b.term, 'en', { sensitivity: 'base' }));
}
