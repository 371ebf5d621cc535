import type { Page as ChromiumTab } from 'playwright-core';
import type { Frame, Page } from 'puppeteer-core';
import { launchChromium, launchFirefox } from './browsers.ts';

export type BrowserName = 'chromium' | 'firefox';

export interface BrowserFrame {
  url(): string;
  evaluate<Result, Argument>(run: (argument: Argument) => Result, argument: Argument): Promise<Awaited<Result>>;
}

/** As much of a page as Playwright, which drives Chromium, and Puppeteer, which drives Firefox, have in common. */
export interface BrowserPage extends BrowserFrame {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  frames(): readonly BrowserFrame[];
  /**
   * Tells of each error that nothing caught, its stack in the text, or that the console shows; with the address of what
   * it is about, where that is known.
   */
  onError(listener: (text: string, address: string) => void): void;
  close(): Promise<unknown>;
}

export interface OpenBrowser {
  readonly page: BrowserPage;
  /** Another page of the same browser, with the same storage. */
  newPage(): Promise<BrowserPage>;
  close(): Promise<void>;
}

/** Room for a lesson beside its workbench. */
const DESK = { width: 1440, height: 900 };

/** Starts a headless browser with an empty profile and one page. */
export async function openBrowserPage(name: BrowserName): Promise<OpenBrowser> {
  if (name === 'firefox') {
    const browser = await launchFirefox();
    const newPage = async () => {
      const page = await browser.newPage();
      await page.setViewport(DESK);
      return firefoxPage(page);
    };
    return { page: await newPage(), newPage, close: () => browser.close() };
  }
  const { context, close } = await launchChromium();
  const newPage = async (): Promise<BrowserPage> => {
    const page = await context.newPage();
    await page.setViewportSize(DESK);
    return chromiumPage(page);
  };
  return { page: await newPage(), newPage, close };
}

function chromiumPage(page: ChromiumTab): BrowserPage {
  return {
    url: () => page.url(),
    evaluate: (run, argument) => page.evaluate(run as (argument: unknown) => never, argument),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    frames: () => page.frames(),
    onError(listener) {
      page.on('pageerror', (error) => listener(error.stack ?? String(error), ''));
      page.on('console', (message) => {
        if (message.type() === 'error') listener(message.text(), message.location().url);
      });
    },
    close: () => page.close(),
  };
}

/** Puppeteer's types follow handles through arguments and results, which nobody passes here. */
function firefoxFrame(frame: Frame): BrowserFrame {
  return {
    url: () => frame.url(),
    evaluate: (run, argument) => frame.evaluate(run as (argument: unknown) => never, argument),
  };
}

function firefoxPage(page: Page): BrowserPage {
  return {
    ...firefoxFrame(page.mainFrame()),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    frames: () => page.frames().map(firefoxFrame),
    onError(listener) {
      page.on('pageerror', (error) =>
        listener(error instanceof Error ? (error.stack ?? error.message) : String(error), ''),
      );
      page.on('console', (message) => {
        if (message.type() === 'error') listener(message.text(), message.location().url ?? '');
      });
    },
    close: () => page.close(),
  };
}
