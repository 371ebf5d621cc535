import type { CDPSession } from 'playwright-core';
import { launchChromium, launchFirefox } from '../../../playground/cli/browsers.ts';

export type BrowserName = 'chromium' | 'firefox';

/** As much of a page as Playwright and Puppeteer have in common. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate<Result, Argument>(run: (argument: Argument) => Result, argument: Argument): Promise<Awaited<Result>>;
}

export interface Browser {
  readonly name: BrowserName;
  newTab(): Promise<Tab>;
  /** Chromium only. */
  devtools(): Promise<CDPSession>;
  close(): Promise<void>;
}

export async function launch(name: BrowserName): Promise<Browser> {
  if (name === 'firefox') {
    const browser = await launchFirefox();
    return {
      name,
      newTab: async () => {
        const page = await browser.newPage();
        return {
          goto: (url) => page.goto(url),
          evaluate: (run, argument) => page.evaluate(run as (argument: unknown) => never, argument),
        };
      },
      devtools: () => Promise.reject(new Error('Firefox has no CDP.')),
      close: () => browser.close(),
    };
  }
  const { context, close } = await launchChromium();
  return {
    name,
    newTab: async () => {
      const page = await context.newPage();
      return {
        goto: (url) => page.goto(url),
        evaluate: (run, argument) => page.evaluate(run as (argument: unknown) => never, argument),
      };
    },
    devtools: async () => {
      const browser = context.browser();
      if (!browser) throw new Error('The browser is gone.');
      return browser.newBrowserCDPSession();
    },
    close,
  };
}
