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
    return page;
  };
  return { page: await newPage(), newPage, close };
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
    close: () => page.close(),
  };
}
