import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { violations } from './audit.ts';
import { SCHEMES, SIZES, screens, wear } from './screens.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

let course: ServedCourse;

beforeAll(async () => {
  course = await serveCourse();
});
afterAll(() => course.close());

it.each(SIZES)('no screen $width pixels wide violates a rule of axe, in light or dark', async (size) => {
  const { context, close } = await launchChromium();
  try {
    const page = await context.newPage();
    await page.setViewportSize(size);
    for await (const screen of screens(page, course.site)) {
      for (const colorScheme of SCHEMES) {
        await wear(page, colorScheme);
        expect.soft(await violations(page), `${screen}, ${colorScheme}`).toEqual([]);
      }
    }
  } finally {
    await close();
  }
});
