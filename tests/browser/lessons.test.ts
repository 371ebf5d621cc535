import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ExerciseFolder, readCourse, readExercise } from '../../playground/checks/exercise-folder.ts';
import { type BrowserName, type OpenBrowser, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { forgetEverything } from './forget.ts';
import { Learner } from './learner.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

// The last lessons start four or five processes for each of their checks.
vi.setConfig({ testTimeout: 480_000 });

const slugs = (await readCourse()).groups.flatMap(({ lessons }) => lessons);

/** How long the machine may take to start on a busy computer, and a page in it, in seconds. */
const START_LIMIT = 45;

/** How long a page may take to connect before somebody presses its first button. */
const PATIENCE_MS = 3_000;

/** How long all checks of a lesson may take on a busy machine, in seconds. */
const CHECK_LIMIT = 150;

/** Presses Run, and waits until the page runs and the wire has something to tell. */
async function runs(learner: Learner, place: string, wire: string): Promise<void> {
  await learner.press('Run', place);
  await learner.until(
    `the preview of ${place} shows its page`,
    async () => (await learner.previewText(place)) !== '',
    START_LIMIT,
  );
  const connected = async () => {
    const text = await learner.text(`${place} ${wire}`);
    return text !== '' && !text.includes('Waiting for the page') && !text.includes('Press Run');
  };
  // Some pages ask for nothing before their reader does.
  const begun = Date.now();
  let pressed = false;
  await learner.until(`the wire of ${place} shows a connection`, async () => {
    if (await connected()) return true;
    if (!pressed && Date.now() - begun > PATIENCE_MS) {
      pressed = true;
      await learner.pressInPreview(place);
    }
    return false;
  });
}

/** Writes what the solution has other than the starter. */
async function solve(learner: Learner, { contract, starter, solution }: ExerciseFolder): Promise<void> {
  for (const file of Object.keys(contract.files)) {
    const [before, after] = await Promise.all([starter, solution].map((dir) => readFile(join(dir, file), 'utf8')));
    if (before !== after) await learner.edit(file, () => after ?? '');
  }
}

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('in %s', (name) => {
  let course: ServedCourse;
  let browser: OpenBrowser;

  beforeAll(async () => {
    course = await serveCourse();
    browser = await openBrowserPage(name);
  });
  afterAll(async () => {
    await browser.close();
    course.close();
  });

  it.each(slugs)(
    '%s opens, its experiments run, its exercise fails as it comes and is solved by its solution',
    async (slug) => {
      const exercise = await readExercise(slug);
      const learner = new Learner(await browser.newPage());
      onTestFinished(async () => {
        // A second try begins as the first did.
        await forgetEverything(learner.page);
        await learner.page.close();
      });
      const errors: string[] = [];
      learner.page.onError((text, address) => {
        // What fails in a preview, at the runtime's origin, is often what an experiment is about.
        if (`${text} ${address}`.includes(course.site)) errors.push(`${text} (${address})`);
      });
      await learner.open(`${course.site}/lessons/${slug}/`);

      const experiments = await learner.page.evaluate(
        () => [...document.querySelectorAll('.experiment')].map((each) => each.getAttribute('aria-labelledby')),
        null,
      );
      expect(experiments.length).toBeGreaterThanOrEqual(1);
      for (const experiment of experiments) {
        const place = `[aria-labelledby="${experiment}"]`;
        await runs(learner, place, '.experiment-wire');
        await learner.press('Stop', place);
        await learner.sees(place, 'stopped');
      }

      await runs(learner, '#workbench', '.bench-live [role="tabpanel"]');
      await learner.press('Check');
      await learner.sees('.checks', 'still failing', CHECK_LIMIT);
      await solve(learner, exercise);
      await learner.press('Check');
      await learner.sees('.checks', 'Solved.', CHECK_LIMIT);
      expect(errors).toEqual([]);
    },
  );
});
