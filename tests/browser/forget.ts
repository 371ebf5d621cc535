import type { BrowserFrame } from '../../playground/cli/browser-page.ts';

/** Has the browser forget what it keeps for the page's site: the next test begins as a first visit. */
export function forgetEverything(page: Pick<BrowserFrame, 'evaluate'>): Promise<void> {
  return page.evaluate(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  }, null);
}
