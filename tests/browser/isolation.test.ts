import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, type BrowserName, launch, type Tab } from './harness/browser-tab.ts';
import { openSite, serveTestSite, type TestSite } from './harness/test-site.ts';

const FOLDER = fileURLToPath(new URL('isolation/', import.meta.url));

/**
 * What a preview page may try, and what stops it. Not in the list, because nothing in a browser stops it: WebRTC, whose
 * data channels can carry a page's secrets to a server that waits for them. A preview has no secrets but its own.
 */
const CSP = 'the runtime’s Content-Security-Policy, on every answer of the service worker';
const STOPPED_BY: Readonly<Record<string, string>> = {
  fetch: CSP,
  'fetch no-cors': CSP,
  'fetch keepalive': CSP,
  'fetch redirected by the own server': CSP,
  XMLHttpRequest: CSP,
  beacon: CSP,
  EventSource: CSP,
  WebSocket: CSP,
  'WebSocket of a fresh frame': CSP,
  import: CSP,
  script: CSP,
  image: CSP,
  'image redirected by the own server': CSP,
  'style sheet': CSP,
  '@import': CSP,
  'background image': CSP,
  font: CSP,
  video: CSP,
  object: CSP,
  embed: CSP,
  prefetch: CSP,
  preload: CSP,
  modulepreload: CSP,
  manifest: CSP,
  icon: CSP,
  'speculation rules': CSP,
  ping: CSP,
  'nested frame': CSP,
  'nested data frame': `${CSP}, which such a frame inherits`,
  'nested srcdoc frame': `${CSP}, which such a frame inherits`,
  'nested blob frame': `${CSP}, which such a frame inherits`,
  'nested frame that leaves': CSP,
  'form in a nested frame': CSP,
  Worker: 'the same-origin rule for Workers',
  'fetch in a Worker': `${CSP}, which a Worker inherits`,
  'importScripts in a Worker': `${CSP}, which a Worker inherits`,
  'WebSocket in a Worker': `${CSP}, which a Worker inherits`,
  SharedWorker: 'the same-origin rule for Workers',
  'service worker from the own server': 'its script is asked of the network, where no preview is',
  'window.open': 'the sandbox of the site’s frame',
  'top.location': 'the sandbox of the site’s frame',
  'parent.document': 'the site is another origin',
  'storage of the site': 'the site is another origin',
  'cookies of the site': 'the machine’s jar stands for the browser’s',
  'BroadcastChannel to the site': 'the site is another origin',
  'passing for a machine': 'the service worker takes a machine from /headless only',
};

/** What each sees at most; a load that was stopped may end as an error or not at all. */
const FAILED = /^(?:error|nothing|false|null|undefined|true|load|not there|alive|NS_ERROR_CONTENT_BLOCKED|\w*Error)$/;

let elsewhere: Server;
let arrived: string[] = [];
let address = '';
let testSite: TestSite;
const files: Record<string, string> = {};

beforeAll(async () => {
  for (const name of ['server.mjs', 'page.html', 'process.mjs']) files[name] = await readFile(FOLDER + name, 'utf8');
  elsewhere = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end();
  });
  elsewhere.on('upgrade', (request, socket) => {
    arrived.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  elsewhere.listen(0);
  await once(elsewhere, 'listening');
  address = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
  testSite = await serveTestSite(true);
});
afterAll(async () => {
  await testSite.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
});
beforeEach(() => {
  arrived = [];
});

it('the server elsewhere would notice', async () => {
  await fetch(`${address}noticed`);
  expect(arrived).toEqual(['GET /noticed']);
});

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('in %s', (name) => {
  let browser: Browser;
  let tab: Tab;
  let preview = '';

  beforeAll(async () => {
    browser = await launch(name);
    tab = await browser.newTab();
    await openSite(tab, testSite);
    preview = await tab.evaluate((given) => site!.serve('isolation', given, 3000), files);
  });
  afterAll(() => browser.close());

  const show = (path: string) => tab.evaluate((url) => site!.show(url, 30_000), `${preview}${path}`);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('nothing of a preview page gets out', async () => {
    await tab.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the oldest way out is tried too
      document.cookie = 'secret=1';
      localStorage.setItem('secret', '1');
      Object.assign(globalThis, { overheard: [] });
      new BroadcastChannel('site').onmessage = ({ data }) => Reflect.get(globalThis, 'overheard').push(data);
    }, null);
    const { saw, departures } = Object(await show(`?elsewhere=${address}`));
    expect(Object.keys(saw).sort()).toEqual(Object.keys(STOPPED_BY).sort());
    for (const [channel, seen] of Object.entries(saw))
      expect([channel, seen]).toEqual([channel, expect.stringMatching(FAILED)]);
    expect(saw).toMatchObject({ 'passing for a machine': 'alive', 'cookies of the site': 'not there' });
    expect(saw['window.open']).toMatch(/^(null|InvalidAccessError)$/);
    for (const departure of departures) {
      await show(`?elsewhere=${address}&only=${departure}`);
      await pause(300);
    }
    await show(`refresh?elsewhere=${address}&only=refresh`);
    await pause(700);
    expect(arrived).toEqual([]);
    expect(await tab.evaluate(() => Reflect.get(globalThis, 'overheard'), null)).toEqual([]);
    expect(await tab.evaluate(() => location.href, null)).toBe(`${testSite.site}/`);
  });

  it('nothing of a process gets out', async () => {
    const { output, code } = await tab.evaluate(
      ([url, program]) => site!.run('node', ['process.mjs', url], { 'process.mjs': program }),
      [address, files['process.mjs'] ?? ''] as const,
    );
    expect(code).toBe(0);
    expect(output).toContain('fetch: ECONNREFUSED\nhttp.get: ECONNREFUSED\nnet.connect: ECONNREFUSED\n');
    await pause(300);
    expect(arrived).toEqual([]);
  });
});
