import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserName, type OpenBrowser, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { Learner } from './learner.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

/** What the page of each template shows once its stream runs. */
const templates = [
  ['blank', /\d{4}-\d\d-\d\dT/],
  ['ticker', /ALDER[\s\S]*\d\.\d\d/],
  ['notifications', /no\. \d/],
  ['tokens', /You asked: “Why does it arrive in pieces\?” A stream/],
  ['chat', /Is this thing on\?/],
  ['presence', /The server says\s+Ada\s+Grace/],
] as const;

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('the playground in %s', (name) => {
  let course: ServedCourse;
  let browser: OpenBrowser;

  beforeAll(async () => {
    course = await serveCourse();
    browser = await openBrowserPage(name);
  });
  afterAll(async () => {
    await browser.close();
    course.close();
  });

  const at = async (address: string) => {
    const learner = new Learner(await browser.newPage());
    await learner.open(course.site + address);
    return learner;
  };
  const shareLink = async (learner: Learner) => {
    await learner.press('More actions');
    await learner.press('Share a link');
    const read = () =>
      learner.page.evaluate(() => document.querySelector<HTMLInputElement>('.share-link')?.value ?? '', null);
    await learner.until('there is a link', async () => (await read()) !== '');
    return read();
  };

  it('has a gallery that leads to each template', async () => {
    const page = await browser.newPage();
    await page.goto(`${course.site}/playground/`);
    const links = await page.evaluate(
      () => [...document.querySelectorAll<HTMLAnchorElement>('.template a')].map(({ pathname }) => pathname),
      null,
    );
    expect(links).toEqual(templates.map(([template]) => `/playground/${template}/`));
    await page.close();
  });

  it.each(templates)('runs %s', async (template, shown) => {
    const learner = await at(`/playground/${template}/`);
    await learner.press('Run');
    await learner.until('its page shows what arrives', async () => shown.test(await learner.previewText()), 30);
    await learner.page.close();
  });

  it('sends code in a link that opens as a copy, runs only when asked, and leaves the reader’s own alone', async () => {
    const writer = await at('/playground/blank/');
    const theirs = (text: string) => text.replace('new Date().toISOString()', "'sent in a link'");
    await writer.edit('server.ts', theirs);
    const link = await shareLink(writer);
    expect(link).toMatch(/\/playground\/blank\/#code=1\.[\w-]+$/);
    await writer.leave();

    // The same browser: its own code is something else by now.
    const before = await at('/playground/blank/');
    await before.edit('server.ts', (text) => `// my own work\n${text.replace("'sent in a link'", "'mine'")}`);
    await before.sees('.code-foot', 'Edits are kept in this browser');
    await before.leave();

    const reader = await at(link.slice(course.site.length));
    await reader.sees('.notice', 'Code from a link.');
    expect(await reader.code('server.ts')).toContain("'sent in a link'");
    // Long enough for a machine to boot, if anything had asked for it.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await reader.previewText()).toBe('');
    expect(await reader.text('#workbench .run-state')).not.toContain('running');
    await reader.press('Run');
    await reader.seesInPreview('sent in a link');

    await reader.edit('server.ts', (text) => `// changed\n${text}`);
    await reader.until('the banner is gone', async () => !(await reader.text('.notice')).includes('Code from a link'));
    await reader.sees('.code-foot', 'A copy from a link');
    await reader.sees('.code-foot', 'Edits are kept in this browser');
    await reader.reload();
    await reader.until('the edited copy is back', async () =>
      (await reader.code('server.ts')).startsWith('// changed'),
    );

    await reader.press('Back to my code');
    await reader.until('the own code is back', async () =>
      (await reader.code('server.ts')).startsWith('// my own work'),
    );
    await reader.press('Run');
    await reader.seesInPreview('mine');
    await reader.page.close();
  });

  it('says what is wrong with a damaged link, and loses nothing', async () => {
    const learner = await at('/playground/chat/');
    await learner.edit('server.ts', (text) => `// kept\n${text}`);
    const link = await shareLink(learner);
    await learner.leave();
    const reader = await at(link.slice(course.site.length, -7));
    await reader.sees('.notice', 'No code from this link. The link is damaged');
    await reader.until('the own code is there', async () => (await reader.code('server.ts')).startsWith('// kept'));
    await reader.press('Dismiss');
    await reader.until('the notice is gone', async () => !(await reader.text('.notice')).includes('No code'));
    await reader.page.close();
  });
});
