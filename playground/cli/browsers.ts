import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import puppeteer, { type Browser as FirefoxBrowser } from 'puppeteer-core';

/**
 * Debian's Chromium with its own defaults: Playwright's switches turn storage partitioning off, without which a service
 * worker in a frame from another site behaves as it does for no reader. The returned function also removes its profile.
 */
export async function launchChromium(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'chromium-'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    ignoreDefaultArgs: true,
    args: [
      '--headless',
      '--remote-debugging-pipe',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
    ],
  });
  const context = browser.contexts()[0] ?? (await browser.newContext());
  return {
    context,
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Debian's Firefox over WebDriver BiDi, set to behave as a reader's does:
 *
 * - It hears of no Workers. While something listens for them, a Worker that starts another blocks until the page's thread
 *   has told the listener; then Firefox wakes only one of those who wait, and that may be the new Worker. So on a busy
 *   computer a machine stops for ever, sooner or later. No reader's Firefox listens, unless developer tools are open.
 *   https://searchfox.org/mozilla-central/source/dom/workers/WorkerDebuggerManager.cpp
 * - Each site has a process of its own. Puppeteer's preferences put all sites into one, where a preview that loops holds
 *   the lesson's page too. https://searchfox.org/mozilla-central/source/dom/ipc/ProcessIsolation.cpp
 */
export async function launchFirefox(): Promise<FirefoxBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    // The page to begin with is one of Firefox's own, whose scripts may do what Firefox does.
    args: ['--remote-allow-system-access', 'about:about'],
  });
  try {
    await behaveAsReaders(browser);
    return browser;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function behaveAsReaders(browser: FirefoxBrowser): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const [page] = await browser.pages();
    // While the page loads, this is a blank one without Firefox's rights, or there is none.
    const done = await page
      ?.evaluate(`
        ChromeUtils.importESModule('chrome://remote/content/shared/js-process-actors/WebDriverWorkerListenerActor.sys.mjs')
          .unregisterWebDriverWorkerListenerActor();
        Services.prefs.setIntPref('fission.webContentIsolationStrategy', 1);
        true;
      `)
      .catch((error: Error) => error);
    if (done === true) return;
    if (Date.now() > deadline) throw new Error('Firefox does not take its settings.', { cause: done });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
