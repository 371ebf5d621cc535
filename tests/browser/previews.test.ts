import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, type BrowserName, launch, type Tab } from './harness/browser-tab.ts';
import { type NativeServer, openSite, serveNatively, serveTestSite, type TestSite } from './harness/test-site.ts';

const FOLDER = fileURLToPath(new URL('previews/', import.meta.url));
const LIMIT = 60_000;

const files: Record<string, string> = {};
let testSite: TestSite;

beforeAll(async () => {
  for (const name of await readdir(FOLDER)) files[name] = await readFile(FOLDER + name, 'utf8');
  testSite = await serveTestSite();
});
afterAll(() => testSite.close());

/** What a preview cannot do as a page of a real server does, and why. */
const DIFFERENCES: Record<BrowserName, Record<string, Record<string, unknown> | undefined>> = {
  // How far Chromium reads ahead over the network differs from run to run. The host always holds the server back.
  chromium: { download: { heldBack: true } },
  firefox: {
    // A stream that a service worker breaks off is an AbortError to the page, where the network's is a TypeError.
    requests: { 'cut body': 'AbortError' },
    // Firefox hands no service worker on to a page in `srcdoc`: it asks the runtime’s own server.
    parts: { srcdoc: ['srcdoc', 404] },
  },
};

/** The same words for the same things: ports differ, and a preview's address has a prefix. */
function normalize(report: unknown, port: string): unknown {
  return JSON.parse(
    JSON.stringify(report)
      .replaceAll(`localhost:${port}`, 'localhost:PORT')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+\/m\/[\w-]+\/\d+/g, 'http://localhost:PORT'),
  );
}

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('a preview in %s', (name) => {
  let browser: Browser;
  let tab: Tab;
  let native: NativeServer;
  let hosted = '';

  beforeAll(async () => {
    [browser, native] = await Promise.all([launch(name), serveNatively(files)]);
    tab = await browser.newTab();
    await openSite(tab, testSite);
    hosted = await tab.evaluate((given) => site!.serve('previews', given, 3000), files);
  });
  afterAll(() => Promise.all([browser.close(), native.close()]));

  const show = (base: string, page: string) =>
    tab.evaluate(([url, limit]) => site!.show(url, limit), [base + page, LIMIT] as const);

  it.each(['requests', 'headers', 'parts', 'walk', 'cookies', 'closing', 'limit', 'download'])(
    'does what a page of a real server does: %s',
    async (page) => {
      const address = page === 'limit' ? 'limit.html?count=8' : `${page}.html`;
      const expected = normalize(await show(native.url, address), new URL(native.url).port);
      expect(normalize(await show(hosted, address), '3000')).toEqual({
        ...Object(expected),
        ...DIFFERENCES[name][page],
      });
    },
  );

  it('opens as many streams as HTTP/2 has once it is told to', async () => {
    expect(await tab.evaluate(() => site!.run('preview-protocol', ['h2']), null)).toEqual({ output: 'h2\n', code: 0 });
    expect(await show(hosted, 'limit.html?count=20')).toMatchObject({ states: Array(20).fill(1) });
    expect(await tab.evaluate(() => site!.run('preview-protocol', ['h1']), null)).toEqual({ output: 'h1\n', code: 0 });
    expect(await tab.evaluate(() => site!.run('preview-protocol', ['h3']), null)).toMatchObject({ code: 2 });
  });
});
