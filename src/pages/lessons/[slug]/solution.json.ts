import type { APIRoute } from 'astro';
import { courseMap } from '../../../course/course-map.ts';
import { solutionFiles } from '../../../course/lesson-files.ts';

export async function getStaticPaths() {
  const { lessons } = await courseMap();
  return lessons.map(({ id }) => ({ params: { slug: id } }));
}

/** Fetched when a reader asks for it, and no earlier. */
export const GET: APIRoute<Record<string, never>, { slug: string }> = async ({ params }) =>
  Response.json(await solutionFiles(params.slug));
