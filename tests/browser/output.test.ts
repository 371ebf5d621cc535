import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { violations } from './audit.ts';
import { forgetEverything } from './forget.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

let course: ServedCourse;
let context: BrowserContext;
let closeBrowser = async () => {};
let page: Page;

async function open(): Promise<void> {
  page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${course.site}/lessons/reconnection/`);
  await page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor();
}

async function run(): Promise<void> {
  await page.locator('.code-bar .run-button').click();
  await page.locator('.run-state', { hasText: 'Running' }).first().waitFor();
}

async function output(): Promise<void> {
  await page.getByRole('tab', { name: 'Output' }).click();
  await page.locator('.console-input').waitFor();
}

async function type(command: string): Promise<void> {
  await page.locator('.console-input').fill(command);
  await page.keyboard.press('Enter');
}

const lines = () => page.locator('.log-line:not(.log-ruler) .log-text').allInnerTexts();
const line = (text: string) => page.locator('.log-line', { hasText: text }).last();

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

describe('the console', () => {
  it('runs commands beside the server, stops them, and remembers them', async () => {
    await open();
    await run();
    await output();
    await type('curl -N localhost:3000/events');
    await page.locator('.log-line[data-source="console"]', { hasText: 'event: order' }).first().waitFor();
    await type('node -p "6 * 7"');
    await line('42').waitFor();
    await page.locator('.console-input').press('Control+c');
    await line('curl ended with code').waitFor();
    await page.locator('.console-input').press('ArrowUp');
    await page.locator('.console-input').press('ArrowUp');
    expect(await page.locator('.console-input').inputValue()).toBe('curl -N localhost:3000/events');
    await page.reload();
    await output();
    await page.locator('.console-input').press('ArrowUp');
    expect(await page.locator('.console-input').inputValue()).toBe('node -p "6 * 7"');
  });

  it('says what it has not', async () => {
    await open();
    await output();
    await type('ls | wc');
    await line('There is no shell here').waitFor();
    await type('vim server.ts');
    await line('command not found: vim').waitFor();
  });
});

describe('the log', () => {
  it('shows colours, leads to places in files, filters by process and text, and clears', async () => {
    await open();
    await run();
    await output();
    await type(`node -e "console.log('\\x1b[31mred\\x1b[0m server.ts:3:4')"`);
    await page.locator('.ansi-fg-red', { hasText: 'red' }).waitFor();
    expect(await lines()).toContain('red server.ts:3:4');

    await page.getByLabel('Show lines that contain').fill('SERVER.TS:3');
    await expect.poll(lines).toEqual([expect.stringContaining('server.ts:3:4'), 'red server.ts:3:4']);
    await page.getByLabel('Show lines that contain').fill('');
    await expect.poll(async () => (await lines()).some((text) => text.startsWith('$ PORT='))).toBe(true);
    await page.getByRole('group', { name: 'Show output of' }).getByRole('button', { name: 'machine' }).click();
    await expect.poll(async () => (await lines()).some((text) => text.startsWith('$ PORT='))).toBe(false);

    await page.locator('.log-link', { hasText: 'server.ts:3:4' }).last().click();
    await page.locator('#workbench [data-editor="ready"] .monaco-editor').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(lines).toEqual([]);
  });

  it('holds 100,000 lines, follows their end, and reaches their beginning', async () => {
    await open();
    await output();
    await type(`node -e 'for (let i = 0; i < 100000; i++) console.log("line", i, "of many")'`);
    await line('line 99999 of many').waitFor();
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 0;
    });
    await line('line 0 of many').waitFor();
    await page.getByLabel('Show lines that contain').fill('line 9999');
    await page.locator('.output-counts', { hasText: '11 of ' }).waitFor();
  });

  it('has no violations, with and without output', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await open();
      await page.emulateMedia({ colorScheme });
      await output();
      expect(await violations(page)).toEqual([]);
      await type(
        `node -e "for (const c of [1, 2, 3, 4, 31, 32, 33, 34, 35, 36, 37, 90, 41, 42, 43, 44]) console.log('\\x1b[' + c + 'mserver.ts:1 ' + c + '\\x1b[0m')"`,
      );
      await line('server.ts:1 44').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.locator('.phone-view', { hasText: 'Output' }).click();
      await line('server.ts:1 44').waitFor();
      expect(await violations(page)).toEqual([]);
      if (colorScheme === 'light') await page.close();
    }
  });
});

describe('the preview', () => {
  const path = () => page.getByLabel('Path of the preview');
  const frame = () => page.frameLocator('.preview-pane iframe');

  it('goes where its address says, and says where it is', async () => {
    await open();
    await run();
    await frame()
      .getByText(/Order \d+/)
      .first()
      .waitFor();
    await path().fill('/?table=4');
    await path().press('Enter');
    await expect.poll(() => page.frames().some((each) => each.url().endsWith('/?table=4'))).toBe(true);
    await frame()
      .locator('body')
      .evaluate(() => {
        location.hash = 'top';
      });
    await expect.poll(() => path().inputValue()).toBe('/?table=4#top');
  });

  it('is as wide as a phone', async () => {
    await open();
    await run();
    await page.getByLabel('Width of the preview').selectOption('Phone');
    await expect
      .poll(() =>
        frame()
          .locator('body')
          .evaluate(() => innerWidth),
      )
      .toBe(390);
  });

  it('opens in a tab of its own while the lesson’s tab lives, and says when that is gone', async () => {
    await open();
    await run();
    await output();
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open the preview in a new tab' }).click(),
    ]);
    await tab
      .frameLocator('iframe')
      .getByText(/Order \d+/)
      .first()
      .waitFor();
    await tab.locator('.preview-page-state', { hasText: 'Running' }).waitFor();
    await tab
      .frameLocator('iframe')
      .locator('body')
      .evaluate(() => console.log('said in the other tab'));
    await page.bringToFront();
    await line('said in the other tab').waitFor();
    await page.locator('.code-bar .stop-button').click();
    await tab.bringToFront();
    await tab.locator('.preview-page-state', { hasText: 'stopped' }).waitFor();
    await page.reload();
    await tab.getByRole('heading', { name: 'Nothing serves this preview any more' }).waitFor();
    await tab.reload();
    await tab.getByRole('heading', { name: 'Nothing serves this preview any more' }).waitFor();
    await tab.close();
  });

  it('frames nothing but previews of our own runtime', async () => {
    page = await context.newPage();
    for (const hash of ['', '#//example.test/m/1/8000/', '#@example.test/m/1/8000/', '#/headless']) {
      await page.goto('about:blank');
      await page.goto(`${course.site}/preview/${hash}`);
      await page.getByRole('heading', { name: 'Nothing serves this preview any more' }).waitFor();
      const framed = page
        .frames()
        .slice(1)
        .map((each) => each.url());
      expect(framed.filter((url) => url !== '' && url !== 'about:blank')).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
  });
});
