import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, type BrowserName, launch, type Tab } from './harness/browser-tab.ts';
import { openSite, serveNatively, serveTestSite, type TestSite } from './harness/test-site.ts';

const FOLDER = fileURLToPath(new URL('event-streams/', import.meta.url));

/** Cases whose columns differ, with what the page sees of the machine instead, and the reason. */
const DIFFERENCES: Readonly<Record<BrowserName, Readonly<Record<string, { reason: string; hosted: unknown }>>>> = {
  chromium: {},
  firefox: {
    'no type': {
      reason:
        'Over a network Firefox waits for 512 bytes to guess a type from; of a service worker it takes no type for text.',
      hosted: { seen: [['error', 2]], asked: [[null, 'text/event-stream', 'no-cache']], closed: false },
    },
  },
};

type Table = Record<string, unknown>;

let testSite: TestSite;
let files: Record<string, string>;

beforeAll(async () => {
  files = {
    'server.mjs': await readFile(`${FOLDER}server.mjs`, 'utf8'),
    'cases.html': await readFile(`${FOLDER}cases.html`, 'utf8'),
  };
  testSite = await serveTestSite();
});
afterAll(() => testSite.close());

/** What the page saw of each case: which events, and what the server was asked for each time. */
async function tabulate(tab: Tab, base: string): Promise<Table> {
  const report = await tab.evaluate((url) => site!.show(url, 120_000), `${base}cases.html`);
  return Object(report);
}

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('EventSource in %s', (name) => {
  let browser: Browser;
  let overLoopback: Table;
  let onMachine: Table;

  beforeAll(async () => {
    browser = await launch(name);
    const tab = await browser.newTab();
    await openSite(tab, testSite);
    const native = await serveNatively(files);
    overLoopback = await tabulate(tab, native.url);
    await native.close();
    onMachine = await tabulate(tab, await tab.evaluate((given) => site!.serve('streams', given, 3000), files));
  });
  afterAll(() => browser.close());

  it('is shown every case', () => {
    expect(Object.keys(overLoopback).length).toBeGreaterThanOrEqual(50);
    expect(Object.keys(onMachine)).toEqual(Object.keys(overLoopback));
    expect(overLoopback['clean end']).toMatchObject({ seen: { length: 5 }, asked: { length: 2 } });
  });

  it('sees the same of a server on the machine as of one on the network', () => {
    const expected = { ...overLoopback };
    for (const [row, { hosted }] of Object.entries(DIFFERENCES[name])) expected[row] = hosted;
    expect(onMachine).toEqual(expected);
  });
});
