import { continuation } from '../course/continuation.ts';
import { onTabMessage } from '../workbench/course-channel.ts';
import { lessonVisits, solvedLessons, type Visit } from '../workbench/course-store.ts';

const all = <E extends HTMLElement>(selector: string) => document.querySelectorAll<E>(selector);

/** Marks the lessons that were solved in this browser, wherever the page names them. */
function markSolvedLessons(solved: ReadonlySet<string>): void {
  for (const mark of all('[data-solved-mark]')) mark.hidden = !solved.has(mark.dataset.solvedMark ?? '');
  for (const stop of all('[data-stop], [data-map-stop]')) {
    stop.toggleAttribute('data-solved', solved.has(stop.dataset.stop ?? stop.dataset.mapStop ?? ''));
  }
  for (const place of all('[data-progress]')) {
    const known = [...all('[data-stop]')].map((stop) => stop.dataset.stop);
    const count = known.length === 0 ? solved.size : known.filter((slug) => solved.has(slug ?? '')).length;
    place.hidden = count === 0;
    const of = known.length === 0 ? '' : ` of ${known.length}`;
    place.textContent = `${count}${of} ${count === 1 && of === '' ? 'lesson' : 'lessons'} solved`;
  }
}

/** The course's page offers the place where the reader left. */
function offerToContinue(visits: readonly Visit[], solved: ReadonlySet<string>): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-continue]');
  const note = document.querySelector<HTMLElement>('[data-continue-note]');
  if (!link || !note) return;
  const stops = [...all('[data-stop]')];
  const next = continuation(
    stops.map((stop) => stop.dataset.stop ?? ''),
    visits,
    solved,
  );
  const stop = stops.find(({ dataset }) => dataset.stop === next?.lesson);
  if (!next || !stop || next.reason === 'begin') return;
  const title = stop.dataset.title ?? '';
  link.href = `/lessons/${next.lesson}/${next.section ? `#${next.section.id}` : ''}`;
  link.textContent = {
    continue: `Continue with ${title}`,
    next: `Go on to ${title}`,
    'all-solved': `Read ${title} again`,
  }[next.reason];
  const places = {
    continue: next.section ? `You left at “${next.section.title}”.` : 'You have opened it.',
    next: next.section ? `You were at “${next.section.title}” there.` : 'It is the next one that is not solved.',
    'all-solved': 'You have solved every lesson.',
  };
  note.textContent = places[next.reason];
  note.hidden = false;
  if (next.reason !== 'continue') return;
  for (const here of all(`[data-stop="${next.lesson}"], [data-map-stop="${next.lesson}"]`)) here.dataset.here = '';
}

async function showProgress(): Promise<void> {
  const solved = await solvedLessons().catch(() => new Set<string>());
  markSolvedLessons(solved);
  if (document.querySelector('[data-continue]')) offerToContinue(await lessonVisits().catch(() => []), solved);
}

void showProgress();
addEventListener('course-progress', () => void showProgress());
onTabMessage((message) => message.type === 'solved' && void showProgress());
// A page that comes back from the history shows what was true when it was left.
addEventListener('pageshow', (event) => {
  if (event instanceof PageTransitionEvent && event.persisted) void showProgress();
});
