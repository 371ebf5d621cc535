import { readFile } from 'node:fs/promises';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const script = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

/** What axe finds wrong with a page as it is now: each rule that is broken, and where. https://www.deque.com/axe/ */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(script);
  return page.evaluate(async () => {
    const { axe: audit } = globalThis as typeof globalThis & { axe: typeof axe };
    const { violations: found } = await audit.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
