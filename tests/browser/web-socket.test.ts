import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserName, launch } from './harness/browser-tab.ts';
import { openSite, serveNatively, serveTestSite, type TestSite } from './harness/test-site.ts';

const FOLDER = fileURLToPath(new URL('sockets/', import.meta.url));

let testSite: TestSite;
let files: Record<string, string>;

/** The server with the real `ws` package in it, as one file. */
async function bundledServer(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDER}server.mjs`],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    external: ['bufferutil', 'utf-8-validate'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outputFiles[0]!.text;
}

beforeAll(async () => {
  files = { 'server.mjs': await bundledServer(), 'page.html': await readFile(`${FOLDER}page.html`, 'utf8') };
  testSite = await serveTestSite();
});
afterAll(() => testSite.close());

it.each(['chromium', 'firefox'] satisfies BrowserName[])(
  'a preview’s WebSocket in %s does with a server of the machine what the browser’s does over the network',
  async (name) => {
    const browser = await launch(name);
    const native = await serveNatively(files);
    try {
      const tab = await browser.newTab();
      await openSite(tab, testSite);
      const show = (url: string) => tab.evaluate((address) => site!.show(address, 40_000), url);
      const hosted = await tab.evaluate((given) => site!.serve('sockets', given, 3000), files);
      const expected = await show(native.url);
      expect(await show(hosted)).toEqual(expected);
    } finally {
      await Promise.all([browser.close(), native.close()]);
    }
  },
);
