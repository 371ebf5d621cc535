import { onTabMessage } from '../workbench/course-channel.ts';
import { solvedLessons } from '../workbench/course-store.ts';

/** Marks the lessons that were solved in this browser, wherever the page names them. */
async function showProgress(): Promise<void> {
  const solved = await solvedLessons().catch(() => new Set<string>());
  for (const mark of document.querySelectorAll<HTMLElement>('[data-solved-mark]')) {
    mark.hidden = !solved.has(mark.dataset.solvedMark ?? '');
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-progress]')) {
    place.hidden = solved.size === 0;
    place.textContent = `${solved.size} ${solved.size === 1 ? 'lesson' : 'lessons'} solved`;
  }
}

void showProgress();
addEventListener('course-progress', () => void showProgress());
onTabMessage((message) => message.type === 'solved' && void showProgress());
