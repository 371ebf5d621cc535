import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readCourse } from '../../playground/checks/exercise-folder.ts';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { serveSite } from '../../playground/cli/serve-static.ts';
import { forgetEverything } from './forget.ts';

const slugs = (await readCourse()).groups.flatMap(({ lessons }) => lessons);
const desk = { width: 1680, height: 900 };
const phone = { width: 390, height: 844 };

let server: Server;
let origin = '';
let context: BrowserContext;
let closeBrowser = async () => {};
let page: Page;

async function open(path: string, size = desk): Promise<void> {
  page = await context.newPage();
  await page.setViewportSize(size);
  await page.goto(origin + path);
}

const sidebar = () => page.getByRole('navigation', { name: 'Lessons', exact: true });
const currentSection = () => sidebar().locator('[aria-current="location"]');

/** As the workbench does once every check has passed. */
async function solve(lesson: string): Promise<void> {
  await page.evaluate(async (slug) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('steady-stream');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction('progress', 'readwrite');
    transaction.objectStore('progress').put({ lesson: slug, solvedAt: Date.now() });
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
    dispatchEvent(new CustomEvent('course-progress'));
  }, lesson);
}

beforeAll(async () => {
  server = createServer(serveSite('dist/site', {}, 'http://127.0.0.1:4322'));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  ({ context, close: closeBrowser } = await launchChromium());
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
});

afterEach(async () => {
  await forgetEverything(page);
  await page.close();
});

afterAll(async () => {
  await closeBrowser();
  server.close();
});

describe('the course’s page', () => {
  it('shows every lesson on the map and in the list, and begins with the first', async () => {
    await open('/');
    const listed = page.locator('.course-lesson a');
    expect(await listed.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(
      slugs.map((slug) => `/lessons/${slug}/`),
    );
    expect(await page.locator('.route-stop').count()).toBe(slugs.length);
    await page.getByRole('link', { name: 'Begin with the first lesson' }).click();
    await page.waitForURL(`${origin}/lessons/${slugs[0]}/`);
  });

  it('offers the section where the reader left, and the next lesson once that one is solved', async () => {
    await open(`/lessons/${slugs[1]}/`);
    await sidebar().getByRole('link', { name: 'See it fail' }).click();
    await page.waitForURL(/#see-it-fail$/);
    await currentSection().filter({ hasText: 'See it fail' }).waitFor();
    await page.goto(`${origin}/`);
    await page.getByText('You left at “See it fail”.').waitFor();
    await page.locator('.course-lesson[data-here]').getByText('You are here').waitFor();
    await page.getByRole('link', { name: /^Continue with / }).click();
    await page.waitForURL(`${origin}/lessons/${slugs[1]}/#see-it-fail`);

    await page.goto(`${origin}/`);
    await solve(slugs[1] ?? '');
    await page.getByText(`1 of ${slugs.length} lessons solved`).first().waitFor();
    expect(await page.getByRole('link', { name: /^Go on to / }).getAttribute('href')).toBe(`/lessons/${slugs[2]}/`);
    expect(await page.locator('.route-stop[data-solved]').count()).toBe(1);
  });
});

describe('a lesson’s page', () => {
  it('has all lessons beside the text, the open one with its sections', async () => {
    await open(`/lessons/${slugs[0]}/`);
    expect(await sidebar().locator('.sidebar-lesson').count()).toBe(slugs.length);
    const sections = await sidebar().locator('.sidebar-section').allTextContents();
    expect(sections).toEqual(await page.locator('.prose h2').allTextContents());
    await page.locator('.prose h2').nth(3).scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelectorAll('.prose h2')[3]?.scrollIntoView());
    await currentSection()
      .filter({ hasText: sections[3] ?? '' })
      .waitFor();
  });

  it('folds the sidebar, and remembers that from the first paint', async () => {
    await open(`/lessons/${slugs[0]}/`);
    const fold = page.getByRole('button', { name: 'Lessons', expanded: true });
    await fold.click();
    await sidebar().waitFor({ state: 'hidden' });
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.body);
    expect(await sidebar().isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Lessons', expanded: false }).click();
    await sidebar().waitFor();
  });

  it('has them in a drawer on a phone, from where a section is reached out of any view', async () => {
    await open(`/lessons/${slugs[0]}/`, phone);
    await page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor({ state: 'attached' });
    expect(await sidebar().isVisible()).toBe(false);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Code' }).click();
    await page.getByRole('button', { name: 'Lessons', exact: true }).click();
    await sidebar().getByRole('link', { name: 'The exercise' }).click();
    await sidebar().waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.locator('#the-exercise').evaluate((heading) => heading.getBoundingClientRect().top))
      .toBeLessThan(200);
  });

  it('leads to the lessons before and after it', async () => {
    await open(`/lessons/${slugs[1]}/`);
    const turn = page.getByRole('navigation', { name: 'Previous and next lesson' });
    expect(await turn.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
      `/lessons/${slugs[0]}/`,
      `/lessons/${slugs[2]}/`,
    ]);
  });

  it('copies a report that says where the mistake is', async () => {
    await open(`/lessons/${slugs[0]}/#the-exercise`);
    await currentSection().filter({ hasText: 'The exercise' }).waitFor();
    await sidebar().getByRole('button', { name: 'Report a mistake' }).click();
    const report = page.getByRole('dialog', { name: 'Report a mistake' });
    await report.getByRole('textbox').pressSequentially('It hums.');
    await report.getByRole('button', { name: 'Copy the report' }).click();
    await report.getByText('Copied.').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('Section: The exercise');
    expect(text).toContain(`Page: ${origin}/lessons/${slugs[0]}/#the-exercise`);
    expect(text).toMatch(/Browser: .*Chrome.*\n\nWhat is wrong: It hums\.$/);
  });
});

describe('the glossary', () => {
  it('leads from a term to the section that explains it', async () => {
    await open('/');
    await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Glossary' }).click();
    expect(await page.locator('.glossary-term').count()).toBeGreaterThanOrEqual(40);
    await page.locator('#cursor .glossary-places a').first().click();
    await page.waitForURL(`${origin}/lessons/resume/#the-browser-remembers-once`);
    await currentSection().filter({ hasText: 'The browser remembers, once' }).waitFor();
  });
});
