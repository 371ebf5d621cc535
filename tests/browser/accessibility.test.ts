import { readFile } from 'node:fs/promises';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { SCHEMES, SIZES, screens, wear } from './screens.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

let course: ServedCourse;
let audit = '';

beforeAll(async () => {
  course = await serveCourse();
  audit = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
});
afterAll(() => course.close());

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(audit);
  return page.evaluate(async () => {
    const { axe: auditor } = globalThis as typeof globalThis & { axe: typeof axe };
    const { violations: found } = await auditor.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

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
