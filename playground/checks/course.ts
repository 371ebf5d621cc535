import { z } from 'zod';
import { parseYaml } from './yaml-file.ts';

const courseSchema = z.strictObject({
  title: z.string(),
  /** Where mistakes are reported: an issue form's address, or `mailto:…`. Without it readers copy a report. */
  reports: z
    .url({ protocol: /^(https|mailto)$/, error: 'Expected an address that begins with https: or mailto:' })
    .optional(),
  groups: z.array(
    z.strictObject({
      title: z.string(),
      lessons: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'Expected the name of a folder in content/lessons')),
    }),
  ),
});

/** The order of the lessons, in groups. */
export type Course = z.output<typeof courseSchema>;

/** Reads `course.yaml`. Throws YamlError. */
export function parseCourse(source: string, file: string): Course {
  return parseYaml(source, file, courseSchema);
}
