import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { violations } from './audit.ts';
import { forgetEverything } from './forget.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

const staticCode = '#workbench .static-code';
const editor = '#workbench [data-editor="ready"] .monaco-editor';
const code = '#workbench .view-lines';

let course: ServedCourse;
let context: BrowserContext;
let closeBrowser = async () => {};
let page: Page;

async function open(lesson = 'reconnection'): Promise<void> {
  page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${course.site}/lessons/${lesson}/`);
  await page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor();
}

async function edit(): Promise<void> {
  await page.locator(staticCode).click();
  await page.locator(editor).waitFor();
}

const show = (file: string) => page.locator(`#workbench [data-tab="${file}"]`).click();
const shown = () => page.locator('#workbench .file-tabs [aria-selected="true"]').getAttribute('data-tab');
/** Lines are placed by hand: only their order on the screen says which is which. */
async function text(): Promise<string> {
  const lines = await page
    .locator(`${code} .view-line`)
    .evaluateAll((rows) =>
      rows
        .map((row) => ({ top: row.getBoundingClientRect().top, text: row.textContent ?? '' }))
        .sort((one, other) => one.top - other.top),
    );
  return lines.map((row) => row.text.replaceAll('\u00a0', ' ')).join('\n');
}

/** Puts `lines` at the end of the file that is shown, without the editor's help in typing. */
async function append(lines: string): Promise<void> {
  await page.locator(code).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(lines);
}

async function choose(item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** The colours that tokens of the file in the editor have. */
async function colours(): Promise<number> {
  const classes = await page.locator(`${code} span span`).evaluateAll((spans) => spans.map((span) => span.className));
  return new Set(classes).size;
}

beforeAll(async () => {
  course = await serveCourse();
  ({ context, close: closeBrowser } = await launchChromium());
});
afterEach(async () => {
  await forgetEverything(page);
  await page.close();
});
afterAll(async () => {
  await closeBrowser();
  course.close();
});

describe('the editor', () => {
  it('shows what is wrong before anything runs, and leads there by keyboard', async () => {
    await open();
    await edit();
    await append("\nconst wrong: number = 'text';\n");
    const count = page.getByRole('button', { name: '1 error' });
    await count.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(
      /^server\.ts:\d+Type 'string' is not assignable to type 'number'\.$/,
    );
    await page.keyboard.press('Enter');
    await page.locator(`${editor} .focused, ${editor}.focused`).first().waitFor();
    await page.keyboard.press('Control+Shift+K');
    await expect.poll(() => page.locator('.problem-count').count()).toBe(0);
  });

  it('finds nothing wrong with a starter', async () => {
    await open();
    await edit();
    // Its types are there when a mistake is found.
    await append("\nconst wrong: number = 'text';\n");
    await page.locator('.problem-count').waitFor();
    expect(await page.locator('.problem-count').textContent()).toBe('1 error');
  });

  it('goes to a definition in another file, and renames over files', async () => {
    await open();
    await edit();
    await append('\nexport function double(count: number) { return 2 * count; }\n');
    await show('client.ts');
    await append("\nimport { double } from './server.ts';\nconsole.log(double(1));\n");
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft');
    await expect
      .poll(
        async () => {
          // At the definition itself the key does something else.
          if ((await shown()) === 'client.ts') await page.keyboard.press('F12');
          await page.waitForTimeout(1500);
          return shown();
        },
        { timeout: 20_000 },
      )
      .toBe('server.ts');
    await page.keyboard.press('F2');
    await page.locator('.rename-input').fill('twice');
    await page.locator('.rename-input').press('Enter');
    await expect.poll(text).toContain('function twice(');
    await show('client.ts');
    await expect.poll(text).toContain('console.log(twice(1))');
  });

  it('formats the file that is shown', async () => {
    await open();
    await edit();
    await append('\nfunction   odd( a:number ){return   a}\n');
    await choose('Format server.ts');
    await expect.poll(text).toContain('function odd(a: number) { return a }');
  });

  it('lets Tab out after Escape, and keeps it otherwise', async () => {
    await open();
    await edit();
    await page.locator(code).click();
    const inside = () => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null);
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(false);
    await page.keyboard.press('Shift+Tab');
    expect(await inside()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    expect(await inside()).toBe(false);
  });

  it('remembers how large code is', async () => {
    await open();
    await edit();
    for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Larger code' }).click();
    const size = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.view-line') ?? document.body).fontSize);
    await expect.poll(size).toBe('16px');
    await page.reload();
    await page.locator('.code-foot', { hasText: 'Edits are kept' }).waitFor();
    expect(await page.locator('.static-code pre').evaluate((pre) => getComputedStyle(pre).fontSize)).toBe('16px');
    await page.getByRole('button', { name: 'Smaller code' }).click();
    expect(await page.locator('.static-code pre').evaluate((pre) => getComputedStyle(pre).fontSize)).toBe('15px');
  });

  it('stands still for readers who want that', async () => {
    page = await context.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${course.site}/lessons/reconnection/`);
    await page.locator('.code-foot', { hasText: 'Edits are kept' }).waitFor();
    await edit();
    await page.locator(`${editor} .cursor-solid`).waitFor({ state: 'attached' });
  });

  it('colours nginx.conf, and marks a file that stays as it is', async () => {
    await open('proxies');
    await show('nginx.conf');
    expect(await page.locator(`${staticCode} .line span[style]`).count()).toBeGreaterThan(10);
    await edit();
    await expect.poll(colours).toBeGreaterThan(3);
    await page.getByRole('tab', { name: 'control.ts read only' }).click();
    await page.locator(code).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('unwanted');
    await expect.poll(text).toContain('import { createServer }');
    expect(await text()).not.toContain('unwanted');
  });

  it('adds, renames, deletes and brings back files, and keeps them', async () => {
    await open();
    await page.getByRole('button', { name: 'New file' }).click();
    await page.getByLabel('Name of the new file').fill('server.ts');
    await page.keyboard.press('Enter');
    await page.locator('.name-problem', { hasText: 'There is a server.ts already.' }).waitFor();
    await page.getByLabel('Name of the new file').fill('double.ts');
    await page.keyboard.press('Enter');
    await edit();
    await append('export const double = (n: number) => 2 * n;\n');
    await choose('Rename double.ts');
    await page.getByLabel('New name of double.ts').fill('twice.ts');
    await page.keyboard.press('Enter');
    await expect.poll(shown).toBe('twice.ts');
    await page.locator('.code-foot', { hasText: 'Edits are kept' }).waitFor();
    await page.reload();
    await page.locator('.code-foot', { hasText: 'Edits are kept' }).waitFor();
    await show('twice.ts');
    await page.locator(staticCode, { hasText: 'export const double' }).waitFor();
    expect(await page.locator('[data-tab="double.ts"]').count()).toBe(0);
    await choose('Delete twice.ts');
    await expect.poll(shown).toBe('server.ts');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-tab="twice.ts"]').waitFor();
  });

  it('runs what a file of the reader’s own has', async () => {
    await open();
    await page.getByRole('button', { name: 'New file' }).click();
    await page.getByLabel('Name of the new file').fill('hello.ts');
    await page.keyboard.press('Enter');
    await edit();
    await append("const who: string = 'machine';\nconsole.log('hello', who);\nexport {};\n");
    await page.getByRole('tab', { name: 'Output' }).click();
    await page.locator('.console-input').fill('node hello.ts');
    await page.keyboard.press('Enter');
    await page.locator('.log-line', { hasText: 'hello machine' }).waitFor();
  });

  it('has the same in the plain text field: problems, format, definition, rename', async () => {
    await open();
    await choose('Use a plain text field');
    const field = page.locator('#workbench .plain-editor');
    await field.fill(`function   odd( a:number ){return   a}\nconsole.log(odd('1'));\n`);
    await choose('Format server.ts');
    await expect.poll(() => field.inputValue()).toContain('function odd(a: number) { return a }');
    await page.getByRole('button', { name: '1 error' }).waitFor();
    await field.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F8');
    const caret = () => field.evaluate((element) => element instanceof HTMLTextAreaElement && element.selectionStart);
    const called = (await field.inputValue()).lastIndexOf('odd(');
    await expect.poll(caret).toBe(called + 4);
    await field.evaluate(
      (element, at) => element instanceof HTMLTextAreaElement && element.setSelectionRange(at, at),
      called,
    );
    await page.keyboard.press('F12');
    await expect.poll(caret).toBe('function '.length);
    page.once('dialog', (dialog) => dialog.accept('even'));
    await page.keyboard.press('F2');
    await expect.poll(() => field.inputValue()).toContain("console.log(even('1'))");
  });

  it.each(['light', 'dark'] as const)('has no violations with a list of problems, %s', async (colorScheme) => {
    await open();
    await page.emulateMedia({ colorScheme });
    await edit();
    await append("\nconst wrong: number = 'text';\n");
    await page.getByRole('button', { name: '1 error' }).click();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.phone-view', { hasText: 'Code' }).click();
    expect(await violations(page)).toEqual([]);
  });
});
