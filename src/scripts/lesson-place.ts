import { rememberVisit } from '../workbench/course-store.ts';
import { writePreference } from '../workbench/preferences.ts';

/** A heading counts as reached a little before it is at the top. In CSS pixels. */
const reachedAt = 140;

const sidebar = document.querySelector<HTMLElement>('.sidebar');
const lesson = sidebar?.dataset.lesson ?? '';
const links = [...document.querySelectorAll<HTMLAnchorElement>('.sidebar-section')];
const headings = links.flatMap(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))) ?? []);
let shown: string | null = null;

/** Null above the first; undefined while the text is out of sight. */
function currentHeading(): HTMLElement | null | undefined {
  if (headings.some(({ offsetParent }) => offsetParent === null)) return undefined;
  // The last sections may be too short to get to the top.
  const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const line = end ? innerHeight : reachedAt;
  return headings.findLast((heading) => heading.getBoundingClientRect().top <= line) ?? null;
}

/** Says in the sidebar which section is being read, and remembers it for the course's page. */
function follow(): void {
  const heading = currentHeading();
  if (heading === undefined || heading?.id === shown) return;
  shown = heading?.id ?? '';
  for (const link of links) {
    if (heading && link.hash === `#${heading.id}`) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
  const section = heading ? { id: heading.id, title: heading.textContent?.trim() ?? '' } : null;
  // Where storage is blocked nothing is remembered; the workbench says so.
  rememberVisit(lesson, section).catch(() => {});
}

let asked = false;
addEventListener(
  'scroll',
  () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      follow();
    });
  },
  { passive: true },
);
follow();

// On a phone another view may cover the text that the link leads to.
for (const link of links) {
  link.addEventListener('click', () => {
    sidebar?.hidePopover();
    dispatchEvent(new CustomEvent('open-lesson-text'));
  });
}

const beside = matchMedia('(min-width: 1600px)');
beside.addEventListener('change', () => sidebar?.hidePopover());

const toggle = document.querySelector<HTMLButtonElement>('.toggle-lessons');
function showToggle(): void {
  toggle?.setAttribute('aria-expanded', String(document.documentElement.dataset.sidebar !== 'hidden'));
}
toggle?.addEventListener('click', () => {
  const hidden = document.documentElement.dataset.sidebar === 'hidden';
  document.documentElement.dataset.sidebar = hidden ? 'shown' : 'hidden';
  writePreference('sidebar', hidden ? 'shown' : 'hidden');
  showToggle();
});
showToggle();
