import type { Visit } from '../workbench/course-store.ts';

/** Where a reader goes on, and why there. */
export interface Continuation {
  readonly lesson: string;
  readonly section: Visit['section'];
  readonly reason: 'begin' | 'continue' | 'next' | 'all-solved';
}

/**
 * The lesson that was read last, unless it is solved: then the next one that is not. `lessons` are slugs in the order of
 * the course; null when there are none.
 */
export function continuation(
  lessons: readonly string[],
  visits: readonly Visit[],
  solved: ReadonlySet<string>,
): Continuation | null {
  const [first] = lessons;
  if (first === undefined) return null;
  const sectionOf = (slug: string) => visits.find(({ lesson }) => lesson === slug)?.section ?? null;
  const last = visits
    .filter(({ lesson }) => lessons.includes(lesson))
    .reduce<Visit | null>((newest, visit) => (newest && newest.visitedAt >= visit.visitedAt ? newest : visit), null);
  if (last && !solved.has(last.lesson)) return { lesson: last.lesson, section: last.section, reason: 'continue' };
  const from = last ? lessons.indexOf(last.lesson) + 1 : 0;
  const next = [...lessons.slice(from), ...lessons.slice(0, from)].find((slug) => !solved.has(slug));
  if (next === undefined) return { lesson: first, section: null, reason: 'all-solved' };
  const begun = last !== null || lessons.some((slug) => solved.has(slug));
  return { lesson: next, section: sectionOf(next), reason: begun ? 'next' : 'begin' };
}
