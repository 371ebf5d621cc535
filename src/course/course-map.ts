import { type CollectionEntry, getCollection } from 'astro:content';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Course, parseCourse } from '../../playground/checks/course.ts';
import { contentFolder } from './folders.ts';

export type Lesson = CollectionEntry<'lessons'>;

export interface CourseMap {
  readonly title: string;
  readonly groups: readonly { readonly title: string; readonly lessons: readonly Lesson[] }[];
  /** Every lesson, in the order of the course. */
  readonly lessons: readonly Lesson[];
}

async function readCourse(): Promise<Course> {
  const path = join(contentFolder, 'course.yaml');
  return parseCourse(await readFile(path, 'utf8'), path);
}

/** The course as `course.yaml` orders it. Throws when it names a lesson that does not exist, or leaves one out. */
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
  const [forgotten] = entries.keys();
  if (forgotten !== undefined) throw new Error(`course.yaml does not name the lesson “${forgotten}”`);
  return { title: course.title, groups, lessons: groups.flatMap(({ lessons }) => lessons) };
}
