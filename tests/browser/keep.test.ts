import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { violations } from './audit.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

const lesson = '/lessons/reconnection/';

let course: ServedCourse;
let context: BrowserContext;
let closeBrowser = async () => {};
let pages: Page[] = [];

beforeAll(async () => {
  course = await serveCourse();
  ({ context, close: closeBrowser } = await launchChromium());
});
beforeEach(async () => {
  // An origin's storage can be cleared from any of its pages; this one opens none.
  const page = await newPage('/favicon.svg');
  await page.evaluate(async () => {
    localStorage.clear();
    localStorage.setItem('steady-stream editor', 'plain');
    for (const { name } of await indexedDB.databases()) {
      if (name) await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    }
  });
});
afterEach(async () => {
  await Promise.all(pages.map((page) => page.close()));
  pages = [];
});
afterAll(async () => {
  await closeBrowser();
  course.close();
});

async function newPage(address: string): Promise<Page> {
  const page = await context.newPage();
  pages.push(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(course.site + address);
  return page;
}

const field = (page: Page): Locator => page.locator('#workbench .plain-editor');
const kept = (page: Page) => page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor();

async function open(address = lesson): Promise<Page> {
  const page = await newPage(address);
  await kept(page);
  await field(page).waitFor();
  return page;
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Puts records into a store of this version, as an older visit has left them. */
async function seed(version: number, records: readonly object[]): Promise<void> {
  const page = await newPage('/favicon.svg');
  await page.evaluate(
    async ({ version, records }) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('steady-stream', version);
        request.onupgradeneeded = () => {
          const files = request.result.createObjectStore('files', { keyPath: ['lesson', 'file'] });
          files.createIndex('lesson', 'lesson');
          request.result.createObjectStore('progress', { keyPath: 'lesson' });
          if (version >= 2) request.result.createObjectStore('visits', { keyPath: 'lesson' });
        };
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = db.transaction(['files', 'progress'], 'readwrite');
      for (const record of records) transaction.objectStore('files').put(record);
      transaction.objectStore('progress').put({ lesson: 'reconnection', solvedAt: 1 });
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      db.close();
    },
    { version, records },
  );
}

const stored = (text: string, more: object) => ({
  lesson: 'reconnection',
  file: 'server.ts',
  text,
  revision: 3,
  savedAt: 1,
  ...more,
});

describe('edits', () => {
  it('lose less than 1 s when the tab goes away in the middle of typing', async () => {
    const page = await open();
    await field(page).fill('');
    const typed: number[] = [];
    for (let count = 0; count < 120; count++) {
      await field(page).press('x');
      await page.waitForTimeout(20);
      typed.push(Date.now());
    }
    await page.close({ runBeforeUnload: false });
    const closed = Date.now();
    const text = await field(await open()).inputValue();
    const older = typed.filter((at) => at < closed - 1000).length;
    expect(older).toBeGreaterThan(10);
    expect(text.length).toBeGreaterThanOrEqual(older);
  });

  it('of one file can be reset, and brought back after the offer has gone', async () => {
    const page = await open();
    const starter = await field(page).inputValue();
    await field(page).fill('// my server');
    await page.getByRole('tab', { name: 'client.ts' }).click();
    await field(page).fill('// my client');
    await choose(page, 'Reset client.ts');
    await page.locator('.toast', { hasText: 'client.ts is as the lesson began.' }).waitFor();
    await page.getByRole('tab', { name: 'server.ts' }).click();
    expect(await field(page).inputValue()).toBe('// my server');
    await choose(page, 'Reset all files');
    expect(await field(page).inputValue()).toBe(starter);
    await page.locator('.toast').waitFor({ state: 'detached', timeout: 20_000 });
    await choose(page, 'Undo the last reset');
    expect(await field(page).inputValue()).toBe('// my server');
  });

  it('say so when there is no room left, and are saved once there is', async () => {
    const page = await open();
    await page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
      addEventListener('room again', () => (IDBObjectStore.prototype.put = put));
    });
    await field(page).fill('// no room for this');
    await page.getByRole('status').filter({ hasText: 'This browser has no room left for the site' }).waitFor();
    expect(await field(page).inputValue()).toBe('// no room for this');
    await page.evaluate(() => dispatchEvent(new Event('room again')));
    await field(page).fill('// room');
    await kept(page);
    await page.reload();
    await expect.poll(() => field(page).inputValue()).toBe('// room');
  });

  it.each([1, 2])('of version %i of the store are still there', async (version) => {
    await seed(version, [stored('// from an older version', {})]);
    const page = await open();
    await expect.poll(() => field(page).inputValue()).toBe('// from an older version');
    await page.locator('[data-progress]', { hasText: /^1 (of \d+ )?lessons? solved$/ }).waitFor();
    expect(await page.getByText('The lesson has changed').count()).toBe(0);
  });

  it('meet a lesson that has changed since: it says so, shows what, and takes either', async () => {
    await seed(3, [stored('// mine\nconst mine = 1;\n', { base: '// the old lesson\n' })]);
    const page = await open();
    const notice = page.getByRole('status').filter({ hasText: 'The lesson has changed since you edited server.ts' });
    await notice.waitFor();
    expect(await field(page).inputValue()).toContain('// mine');
    await notice.getByRole('button', { name: 'See what changed' }).click();
    const dialog = page.getByRole('dialog', { name: 'The lesson’s files have changed' });
    await dialog.getByText('// the old lesson').waitFor();
    await dialog.getByRole('combobox').selectOption('mine');
    await dialog.getByText('const mine = 1;').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take the new file' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(await field(page).inputValue()).toContain('createServer');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await field(page).inputValue()).toContain('// mine');

    await kept(page);
    await page.reload();
    await expect.poll(() => field(page).inputValue()).toContain('// mine');
    expect(await notice.count()).toBe(0);
  });
});

describe('code from a link', () => {
  it('can be made the reader’s own, and taken back', async () => {
    const writer = await open();
    await field(writer).fill('// from the link');
    await choose(writer, 'Share a link');
    const link = await writer.getByLabel('Link to your code').inputValue();
    await writer.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await field(writer).fill('// my own');
    await kept(writer);
    await writer.close();

    const reader = await open(link.slice(course.site.length));
    expect(await field(reader).inputValue()).toBe('// from the link');
    await reader.getByRole('button', { name: 'Make it mine' }).click();
    await expect.poll(() => field(reader).inputValue()).toBe('// from the link');
    await kept(reader);
    await reader.locator('.toast', { hasText: 'Your files are the ones of the link now.' }).waitFor();
    await reader.getByRole('button', { name: 'Undo' }).click();
    expect(await field(reader).inputValue()).toBe('// my own');
    await kept(reader);
    await reader.reload();
    await expect.poll(() => field(reader).inputValue()).toBe('// my own');
    expect(new URL(reader.url()).hash).toBe('');
  });
});

describe('your work', () => {
  it('goes out as one file and comes back: the page says first what an import would replace', async () => {
    const page = await open();
    await field(page).fill('// to be exported');
    await kept(page);
    const work = await newPage('/your-work/');
    await work.getByText('server.ts').waitFor();
    const [download] = await Promise.all([
      work.waitForEvent('download'),
      work.getByRole('button', { name: 'Export everything' }).click(),
    ]);
    const file = await download.path();

    await field(page).fill('// something else by now');
    await kept(page);
    const input = work.getByLabel('File to import');
    await input.setInputFiles(file);
    await work.getByText('1 file would be replaced').waitFor();
    expect(await violations(work)).toEqual([]);
    await work.getByRole('button', { name: 'Import', exact: true }).click();
    await work.getByText('Imported: 1 file.').waitFor();
    // The open lesson is asked, not overwritten.
    const notice = page.getByRole('alert').filter({ hasText: 'was edited in another tab' });
    await notice.getByRole('button', { name: 'Load it' }).click();
    expect(await field(page).inputValue()).toBe('// to be exported');
  });

  it('says what is wrong with a file that is broken, and changes nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-import-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const broken = path.join(folder, 'broken.json');
    await writeFile(broken, '{"format": "steady-stream work", "version": 1, "files": [');
    const work = await newPage('/your-work/');
    await work.getByLabel('File to import').setInputFiles(broken);
    await work.getByRole('alert').filter({ hasText: 'or it was cut' }).waitFor();
    await work.getByRole('alert').filter({ hasText: 'Nothing was changed.' }).waitFor();
    expect(await work.getByRole('button', { name: 'Import', exact: true }).count()).toBe(0);
  });
});

describe('a download', () => {
  it('is an archive whose npm start serves the edited code on real Node', async () => {
    const page = await open('/playground/blank/');
    const text = await field(page).inputValue();
    await field(page).fill(text.replace('new Date().toISOString()', "'from the download'"));
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Download for Node')]);
    expect(download.suggestedFilename()).toBe('steady-stream-playground-blank.zip');
    const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-download-'));
    execFileSync('python3', ['-m', 'zipfile', '-e', await download.path(), folder]);
    const project = path.join(folder, 'steady-stream-playground-blank');
    const port = 24_000 + 2 * Math.floor(Math.random() * 2_000);
    const env = { ...process.env, PORT: String(port), PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` };
    const npm = spawn('npm', ['start'], { cwd: project, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(async () => {
      if (npm.pid) process.kill(-npm.pid, 'SIGTERM');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });
    let output = '';
    npm.stdout.on('data', (chunk) => (output += chunk));
    await expect.poll(() => output, { timeout: 20_000 }).toContain(`Open http://localhost:${port}`);
    const served = await context.newPage();
    pages.push(served);
    await served.goto(`http://localhost:${port}/`);
    await served.getByText('from the download').first().waitFor();
    expect(await readFile(path.join(project, 'README.md'), 'utf8')).toContain('npm start');
  });
});

describe('accessibility', () => {
  const sizes = [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ];
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    describe.each(sizes)('$width pixels wide', (size) => {
      it.each(['/playground/', '/playground/ticker/', '/your-work/'])('%s has no violations', async (address) => {
        const page = await newPage(address);
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        if (address.endsWith('/ticker/')) await kept(page);
        if (address === '/your-work/') await page.getByText('No edits yet.').waitFor();
        expect(await violations(page)).toEqual([]);
      });

      it('code from a link, and the dialog that makes one, have no violations', async () => {
        const page = await open('/playground/ticker/');
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        await choose(page, 'Share a link');
        const link = await page.getByLabel('Link to your code').inputValue();
        expect(await violations(page)).toEqual([]);
        await page.close();
        const reader = await newPage(link.slice(course.site.length));
        await reader.emulateMedia({ colorScheme });
        await reader.setViewportSize(size);
        await reader.getByText('Code from a link.').waitFor();
        expect(await violations(reader)).toEqual([]);
        await reader.goto(`${link.slice(0, -9)}`);
        await reader.getByText('No code from this link.').waitFor();
        expect(await violations(reader)).toEqual([]);
      });
    });
  });
});
