import { join } from 'node:path';

/** Where the course's prose and exercises are. The site is always built from the project's folder. */
export const contentFolder = join(process.cwd(), 'content');

export function lessonFolder(slug: string): string {
  return join(contentFolder, 'lessons', slug);
}
