import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { serveSite } from '../../playground/cli/serve-static.ts';

const lesson = '/lessons/reconnection/';
const staticCode = '#workbench .static-code';
const editor = '#workbench [data-editor="ready"] .monaco-editor';

let server: Server;
let origin = '';
let context: BrowserContext;
let closeBrowser = async () => {};
let pages: Page[] = [];

async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await context.newPage();
  pages.push(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.goto(origin + path);
  return page;
}

async function hydrated(page: Page): Promise<Page> {
  await page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor();
  return page;
}

beforeAll(async () => {
  server = createServer(serveSite('dist/site', {}, 'http://127.0.0.1:4322'));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  ({ context, close: closeBrowser } = await launchChromium());
});

afterEach(async () => {
  await pages[0]?.evaluate(() => localStorage.clear());
  await Promise.all(pages.map((page) => page.close()));
  pages = [];
});

afterAll(async () => {
  await closeBrowser();
  server.close();
});

describe('lesson page', () => {
  it('loads at most 60 KB of script before the reader does anything', async () => {
    const page = await context.newPage();
    pages.push(page);
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    await page.goto(origin + lesson, { waitUntil: 'networkidle' });
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(1_000);
    expect(total).toBeLessThanOrEqual(60 * 1024);
  });

  it('follows the chosen theme from the first paint', async () => {
    const page = await hydrated(await open(lesson));
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    const toggle = page.getByRole('button', { name: /^Theme: / });
    await toggle.click();
    expect(await background()).toBe(light);
    await toggle.click();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.body);
    expect(await background()).toBe(dark);
  });

  it('remembers where a border was moved by keyboard', async () => {
    const page = await hydrated(await open(lesson));
    const border = page.getByRole('separator', { name: 'Lesson and workbench' });
    const share = async () => Number(await border.getAttribute('aria-valuenow'));
    const before = await share();
    await border.press('ArrowRight');
    await border.press('ArrowRight');
    expect(await share()).toBe(before + 4);
    const width = (await page.locator('.lesson-text').boundingBox())?.width;
    await page.reload();
    await expect.poll(share).toBe(before + 4);
    expect((await page.locator('.lesson-text').boundingBox())?.width).toBe(width);
  });

  it('shows the shortcuts when asked with a question mark', async () => {
    const page = await hydrated(await open(lesson));
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  it('leaves a question mark in the editor alone', async () => {
    const page = await hydrated(await open(lesson));
    await page.locator(staticCode).click();
    await page.locator(editor).waitFor();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('reaches Run and Check from every view of a phone', async () => {
    const page = await hydrated(await open(lesson));
    await page.setViewportSize({ width: 390, height: 844 });
    const views = page.getByRole('navigation', { name: 'Views' });
    for (const view of await views.getByRole('button').all()) {
      await view.click();
      await page.locator('.phone-run').getByRole('button', { name: 'Run', exact: true }).click({ trial: true });
      await page.locator('.phone-run').getByRole('button', { name: 'Check', exact: true }).click({ trial: true });
    }
  });
});

describe('edits', () => {
  async function write(page: Page, text: string): Promise<void> {
    await page.locator(staticCode).click({ position: { x: 150, y: 20 } });
    await page.locator(editor).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
    await page.waitForTimeout(300);
  }

  it('survive a reload 300 ms after the last key', async () => {
    const page = await hydrated(await open(lesson));
    await write(page, '// kept');
    await page.reload();
    await page.locator(staticCode, { hasText: '// kept' }).waitFor();
  });

  it('of one tab are offered to the other, and overwrite nothing by themselves', async () => {
    const first = await hydrated(await open(lesson));
    const second = await hydrated(await open(lesson));
    await write(second, '// from the second tab');
    const notice = first.getByRole('alert').filter({ hasText: 'was edited in another tab' });
    await notice.waitFor();
    expect(await first.locator(staticCode).textContent()).not.toContain('// from the second tab');
    await notice.getByRole('button', { name: 'Load it' }).click();
    await first.locator(staticCode, { hasText: '// from the second tab' }).waitFor();
    await notice.waitFor({ state: 'detached' });
  });

  it('go on where the browser blocks storage, and the page says that they are not kept', async () => {
    const page = await context.newPage();
    pages.push(page);
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('The request was denied.', 'SecurityError');
        },
      });
    });
    await page.goto(origin + lesson);
    await page.getByRole('status').filter({ hasText: 'Edits are not kept.' }).waitFor();
    await write(page, '// not kept');
    expect(await page.locator(editor).textContent()).toContain('not');
  });

  it('are checked against the types of Node and of the page', async () => {
    const page = await hydrated(await open(lesson));
    await write(page, "import { createServer } from 'node:http';\nconst port: number = createServer().listen(0);\n");
    await page.locator('#workbench .squiggly-error').waitFor();
    expect(await page.locator('#workbench .squiggly-error').count()).toBe(1);
  });

  it('come back after a reset', async () => {
    const page = await hydrated(await open(lesson));
    await write(page, '// before the reset');
    await page.reload();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reset all files' }).click();
    await page.locator(staticCode, { hasText: 'createServer' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator(staticCode, { hasText: '// before the reset' }).waitFor();
  });
});
