import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { type BrowserName, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { Learner } from '../browser/learner.ts';
import { serveCourse } from '../browser/served-course.ts';
import { median, milliseconds, print } from './figures.ts';

const LESSON = '/lessons/reconnection/';
const RUNS = 10;

/** What a reader of a lesson waits for, in one browser. */
export async function measureLesson(name: BrowserName): Promise<void> {
  const course = await serveCourse();
  const browser = await openBrowserPage(name);
  const fresh = async () => {
    const learner = new Learner(await browser.newPage());
    await learner.open(course.site + LESSON);
    return learner;
  };
  try {
    if (name === 'chromium') await printWeight(await fresh(), course.site);
    await printFirstEvents(`${name}: first visit, Run → first event`, async () => {
      const stranger = await openBrowserPage(name);
      const learner = new Learner(stranger.page);
      await learner.open(course.site + LESSON);
      return { learner, leave: () => stranger.close() };
    });
    await printFirstEvents(`${name}: later visit, Run → first event`, async () => {
      const learner = await fresh();
      return { learner, leave: () => learner.page.close() };
    });

    const looping = await fresh();
    await looping.edit('server.ts', (text) => `${text}\nwhile (true) {}\n`);
    await looping.press('Run');
    print(`${name}: longest stall of the page, server loops for 5 s`, milliseconds(await longestStall(looping)));
    await looping.edit('server.ts', (text) => text.replace('while (true) {}', ''));
    await looping.edit('client.ts', (text) => `${text}\nsetTimeout(() => { while (true) {} }, 500);\n`);
    await looping.press('Run');
    print(`${name}: longest stall of the page, preview loops for 5 s`, milliseconds(await longestStall(looping)));
    await looping.page.close();

    const solved = await fresh();
    for (const file of ['server.ts', 'client.ts']) {
      const text = await readFile(`content/lessons/reconnection/solution/${file}`, 'utf8');
      await solved.edit(file, () => text);
    }
    const durations: number[] = [];
    for (let run = 0; run < 3; run++) {
      await solved.press('Check');
      await solved.sees('.checks', 'checks passed in', 120);
      durations.push(Number(/passed in ([\d.]+) s/.exec(await solved.text('.checks'))?.[1]) * 1000);
      // The next run clears the result first.
      await solved.page.evaluate(() => {
        for (const node of document.querySelectorAll('.checks')) node.setAttribute('data-seen', '');
      }, null);
    }
    print(`${name}: all checks of Reconnection, median of 3`, milliseconds(median(durations)), 'target ≤ 3,000 ms');
  } finally {
    await browser.close();
    course.close();
  }
}

async function printFirstEvents(
  what: string,
  visit: () => Promise<{ readonly learner: Learner; leave(): Promise<unknown> }>,
): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { learner, leave } = await visit();
    times.push(await firstEvent(learner));
    await leave();
  }
  const range = `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}; target ≤ 800 ms`;
  print(`${what}, median of ${RUNS}`, milliseconds(median(times)), range);
}

async function printWeight(learner: Learner, site: string): Promise<void> {
  const scripts = await learner.page.evaluate(
    () =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((url) => /\.js(\?|$)/.test(url)),
    null,
  );
  let bytes = 0;
  for (const url of scripts) bytes += gzipSync(await (await fetch(new URL(url, site))).bytes(), { level: 9 }).length;
  print('script before the reader does anything, gzip -9', `${(bytes / 1024).toFixed(1)} KB`, 'target ≤ 60 KB');
  await learner.page.close();
}

/** Milliseconds from a click on Run until the page has told that the first event arrived. */
function firstEvent(learner: Learner): Promise<number> {
  return learner.page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const started = performance.now();
        const observer = new MutationObserver(() => {
          if (!document.body.textContent?.includes('First event arrived')) return;
          observer.disconnect();
          resolve(performance.now() - started);
        });
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
        setTimeout(() => reject(new Error('No event within 30 s.')), 30_000);
        document.querySelector<HTMLElement>('#workbench .run-button')?.click();
      }),
    null,
  );
}

/** The longest time that the page's main thread did not come to a 10 ms timer, in 5 seconds. */
function longestStall(learner: Learner): Promise<number> {
  return learner.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const started = performance.now();
        let last = started;
        let longest = 0;
        const timer = setInterval(() => {
          const now = performance.now();
          longest = Math.max(longest, now - last - 10);
          last = now;
          if (now - started < 5000) return;
          clearInterval(timer);
          resolve(longest);
        }, 10);
      }),
    null,
  );
}
