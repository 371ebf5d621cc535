import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, type BrowserName, launch, type Tab } from './harness/browser-tab.ts';
import { openSite, serveTestSite, type TestSite } from './harness/test-site.ts';

const SERVER = fileURLToPath(new URL('machines/server.mjs', import.meta.url));

/** Longer than any browser leaves a service worker alone, in milliseconds. */
const SILENCE = 90_000;

let testSite: TestSite;
let server = '';

beforeAll(async () => {
  server = await readFile(SERVER, 'utf8');
  testSite = await serveTestSite();
});
afterAll(() => testSite.close());

/** A tab with a machine of its own, on which a server runs that says `name`. Resolves to its preview's URL. */
async function start(tab: Tab, name: string, silence = 0): Promise<string> {
  await openSite(tab, testSite);
  const files = { 'server.mjs': server, 'settings.json': JSON.stringify({ name, silence }) };
  return tab.evaluate((given) => site!.serve('server', given, 3000), files);
}

const show = (tab: Tab, url: string) => tab.evaluate((address) => site!.show(address, 20_000), url);

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('machines in %s', (name) => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  it('two in two tabs do not disturb each other', async () => {
    const [one, two] = [await browser.newTab(), await browser.newTab()];
    const urls = { one: await start(one, 'one'), two: await start(two, 'two') };
    expect(await show(one, `${urls.one}ask`)).toBe('one');
    expect(await show(two, `${urls.two}ask`)).toBe('two');
    await two.evaluate(() => site!.kill('server'), null);
    expect(await show(one, `${urls.one}ask`)).toBe('one');
    await two.evaluate(() => site!.machine.teardown(), null);
    expect(await show(one, `${urls.one}ask`)).toBe('one');
  });
});

it('a service worker that is stopped comes back with the next request, and the stream that it cut with it', async () => {
  const browser = await launch('chromium');
  try {
    const tab = await browser.newTab();
    const url = await start(tab, 'restarted');
    expect(await show(tab, url)).toBe('open');
    const devtools = await browser.devtools();
    const workers = async () => {
      const { targetInfos } = await devtools.send('Target.getTargets');
      return targetInfos.filter(({ type }) => type === 'service_worker');
    };
    const [running] = await workers();
    if (!running) throw new Error('No service worker runs.');
    await devtools.send('Target.closeTarget', { targetId: running.targetId });
    await expect.poll(async () => (await workers()).map(({ targetId }) => targetId)).not.toContain(running.targetId);
    expect(await show(tab, `${url}ask`)).toBe('restarted');
    expect(await show(tab, url)).toBe('open');
  } finally {
    await browser.close();
  }
});

it(`an event arrives after ${SILENCE / 1000} s of silence, on the stream that was open`, async () => {
  await Promise.all(
    (['chromium', 'firefox'] satisfies BrowserName[]).map(async (name) => {
      const browser = await launch(name);
      try {
        const tab = await browser.newTab();
        const url = await start(tab, name, SILENCE);
        expect(await show(tab, url)).toBe('open');
        const next = await tab.evaluate((limit) => site!.nextReport(limit), SILENCE + 20_000);
        expect(next).toBe(`${name} after a while, stream 1`);
      } finally {
        await browser.close();
      }
    }),
  );
});
