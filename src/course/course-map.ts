import { type CollectionEntry, getCollection } from 'astro:content';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Course, parseCourse } from '../../playground/checks/course.ts';
import { contentFolder } from './folders.ts';

export type Lesson = CollectionEntry<'lessons'>;

export interface CourseMap {
  readonly title: string;
  /** Where mistakes are reported; null when readers have to find a way themselves. */
  readonly reports: string | null;
  readonly groups: readonly { readonly title: string; readonly lessons: readonly Lesson[] }[];
  /** Every lesson, in the order of the course. */
  readonly lessons: readonly Lesson[];
}

async function readCourse(): Promise<Course> {
  const path = join(contentFolder, 'course.yaml');
  return parseCourse(await readFile(path, 'utf8'), path);
}

/** What was said of drafts: each page asks for the course. */
const mentioned = new Set<string>();

function mentionDraft(slug: string): void {
  if (mentioned.has(slug)) return;
  mentioned.add(slug);
  console.warn(`content/lessons/${slug} is a draft, left out of the site: content/course.yaml does not name it.`);
}

/** The course as `course.yaml` orders it. Throws when it names a lesson that does not exist. */
export async function courseMap(): Promise<CourseMap> {
  const course = await readCourse();
  const entries = new Map((await getCollection('lessons')).map((lesson) => [lesson.id, lesson]));
  const groups = course.groups.map(({ title, lessons }) => ({
    title,
    lessons: lessons.map((slug) => {
      const lesson = entries.get(slug);
      if (!lesson)
        throw new Error(`course.yaml names “${slug}”, but content/lessons/${slug}/lesson.mdx does not exist`);
      entries.delete(slug);
      return lesson;
    }),
  }));
  for (const slug of entries.keys()) mentionDraft(slug);
  return {
    title: course.title,
    reports: course.reports ?? null,
    groups,
    lessons: groups.flatMap(({ lessons }) => lessons),
  };
}
