import { glob, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** The lesson whose workbench is brought into each of its states. */
const LESSON = '/lessons/reconnection/';

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

export const SCHEMES = ['light', 'dark'] as const;

/** Shows the page in a colour scheme, and waits until no colour is on its way from one to the other. */
export async function wear(page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ playState, finished }) => playState === 'running' && finished));
  });
}

/** Addresses of all pages of the built site, the error page among them. */
async function addresses(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('**/*.html', { cwd: 'dist/site' })) found.push(`/${file.replace(/index\.html$/, '')}`);
  return found.sort();
}

/** Presses what can be seen of that name: the phone's bar has buttons of its own. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('#workbench').getByRole('button', { name }).filter({ visible: true }).first().click();
}

/** Shows a part of the workbench where it has a place of its own: a tab on a desk, a view on a phone. Else it is in sight. */
async function show(page: Page, part: string): Promise<void> {
  const name = new RegExp(`^${part}`);
  const bench = page.locator('#workbench');
  const control = bench.getByRole('tab', { name }).or(bench.getByRole('button', { name })).filter({ visible: true });
  if ((await control.count()) > 0) await control.first().click();
}

/** Puts a file into the workbench, through the plain text field. */
async function write(page: Page, file: string, text: string): Promise<void> {
  await show(page, 'Code');
  await show(page, file);
  const field = page.locator(`#workbench .plain-editor[aria-label="${file}"]`);
  if (!(await field.isVisible())) {
    await press(page, 'More actions');
    await page.getByRole('menuitem', { name: 'Use a plain text field' }).click();
  }
  await field.fill(text);
}

const opened = (page: Page) =>
  page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor({ state: 'attached' });
const solution = (file: string) => readFile(`content${LESSON}solution/${file}`, 'utf8');

/**
 * Leads a page through every screen that a reader can come to: each page of the site, then each state of a workbench.
 * Yields the name of each once it is there, and goes on from it when asked for the next. Not among them: a preview that
 * loops, since a picture of a page waits for all its frames.
 */
export async function* screens(page: Page, site: string): AsyncGenerator<string> {
  for (const address of await addresses()) {
    await page.goto(site + address);
    await page.evaluate(() => document.fonts.ready);
    yield `page ${address.replaceAll('/', ' ').trim() || 'home'}`;
  }
  yield* workbench(page, site);
}

async function* workbench(page: Page, site: string): AsyncGenerator<string> {
  await page.goto(site + LESSON);
  await opened(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  yield 'shortcuts';
  await page.keyboard.press('Escape');

  const drawer = page.locator('.open-lessons');
  if (await drawer.isVisible()) {
    await drawer.click();
    yield 'lessons';
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Report a mistake' }).filter({ visible: true }).last().click();
  await page.getByRole('dialog', { name: 'Report a mistake' }).waitFor();
  yield 'report';
  await page.keyboard.press('Escape');

  await show(page, 'Code');
  await page.locator('#workbench .static-code').click();
  await page.locator('#workbench [data-editor="ready"] .monaco-editor').waitFor();
  yield 'editor';
  await page.locator('#workbench .monaco-editor .view-lines').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText("\nconst wrong: number = 'text';\n");
  await page.locator('.problem-count').click();
  yield 'problems';
  await page.keyboard.press('Escape');
  await press(page, 'More actions');
  yield 'menu';
  await page.getByRole('menuitem', { name: 'Compare with a solution' }).click();
  await page.getByRole('columnheader', { name: 'A solution' }).waitFor();
  yield 'solution';
  await page.keyboard.press('Escape');

  await press(page, /^Run/);
  await show(page, 'Preview');
  await page.locator('#workbench iframe').contentFrame().getByText('Order 101').first().waitFor();
  for (const pane of ['Preview', 'Wire', 'Output']) {
    await show(page, pane);
    yield `running ${pane.toLowerCase()}`;
  }
  await press(page, /^Check$/);
  await show(page, 'Checks');
  await page.locator('.check[data-status="running"]').first().waitFor();
  yield 'checking';
  await page.locator('.checks', { hasText: 'still failing' }).waitFor({ timeout: 60_000 });
  await page.locator('.check-hint summary').first().click();
  yield 'failed';

  await write(page, 'server.ts', 'const = 1;\n');
  await press(page, /^Run/);
  await show(page, 'Output');
  await page.locator('.output', { hasText: 'SyntaxError' }).waitFor();
  yield 'syntax error';
  await write(page, 'server.ts', await solution('server.ts'));
  await write(page, 'client.ts', await solution('client.ts'));
  yield 'plain text field';
  await press(page, /^Check$/);
  await show(page, 'Checks');
  await page.locator('.checks', { hasText: 'Solved.' }).waitFor({ timeout: 60_000 });
  yield 'solved';
}
