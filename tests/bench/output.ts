import { type BrowserName, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { Learner } from '../browser/learner.ts';
import { serveCourse } from '../browser/served-course.ts';
import { milliseconds, print } from './figures.ts';

const LESSON = '/lessons/reconnection/';
const COUNT = 100_000;

/** What a flood of output costs the page that shows it, in one browser. */
export async function measureOutput(name: BrowserName): Promise<void> {
  const course = await serveCourse();
  const browser = await openBrowserPage(name);
  try {
    const learner = new Learner(browser.page);
    await learner.open(course.site + LESSON);
    await learner.press('Output');
    await learner.until('there is a console', () =>
      learner.page.evaluate(() => document.querySelector('.console-input') !== null, null),
    );
    // The machine is up before anything is measured.
    await command(learner, 'node -p "40 + 2"');
    await learner.sees('.log', '42');
    await watch(learner);
    const started = performance.now();
    await command(
      learner,
      `node -e 'for (let i = 0; i < ${COUNT}; i++) console.log("GET /events", i, "a line as servers print them")'`,
    );
    await learner.sees('.log', `GET /events ${COUNT - 1} `, 60);
    const took = performance.now() - started;
    const stall = await learner.page.evaluate(() => Number(document.body.dataset.longestStall), null);
    const lines = `${COUNT.toLocaleString('en')} log lines`;
    print(`${name}: ${lines}, until the last is shown`, milliseconds(took));
    print(`${name}: longest stall of the page meanwhile`, milliseconds(stall), 'target ≤ 100 ms');
  } finally {
    await browser.close();
    course.close();
  }
}

function command(learner: Learner, line: string): Promise<void> {
  return learner.page.evaluate((text: string) => {
    const field = document.querySelector<HTMLInputElement>('.console-input');
    if (!field) throw new Error('There is no console.');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.form?.requestSubmit();
  }, line);
}

/** Has the page note the longest time that its main thread did not come to a 10 ms timer. */
function watch(learner: Learner): Promise<void> {
  return learner.page.evaluate(() => {
    let last = performance.now();
    document.body.dataset.longestStall = '0';
    setInterval(() => {
      const now = performance.now();
      const stall = Math.max(Number(document.body.dataset.longestStall), now - last - 10);
      document.body.dataset.longestStall = String(stall);
      last = now;
    }, 10);
  }, null);
}
