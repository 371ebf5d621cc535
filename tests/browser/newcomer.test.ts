import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserName, type OpenBrowser, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { forgetEverything } from './forget.ts';
import { Learner } from './learner.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

const solution = (file: string) => readFile(`content/lessons/reconnection/solution/${file}`, 'utf8');

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('a newcomer in %s', (name) => {
  let course: ServedCourse;
  let browser: OpenBrowser;
  let learner: Learner;
  const lesson = () => `${course.site}/lessons/reconnection/`;

  beforeAll(async () => {
    course = await serveCourse();
    browser = await openBrowserPage(name);
  });
  afterAll(async () => {
    await browser.close();
    course.close();
  });

  const arrive = async () => {
    learner = new Learner(await browser.newPage());
    await learner.open(lesson());
  };
  afterEach(async () => {
    await forgetEverything(learner.page);
    await learner.page.close();
  });

  it('runs, breaks, edits, fails, fixes, passes, and finds it all again', async () => {
    await arrive();
    await learner.press('Run');
    await learner.seesInPreview('Order 101');
    await learner.sees('.wire-list', 'order');

    await learner.press('Cut connection');
    // The cut ends the lane; the next connection carries the id of the last event that arrived.
    await learner.until('the browser is back with its last id', async () =>
      /Last-Event-ID:? \d+/.test(await learner.text('.wire-list')),
    );

    await learner.press('Check');
    await learner.sees('.checks', 'are still failing', 60);
    const failing = await learner.text('.checks');
    expect(failing).toContain('Cache-Control: no-cache or no-store');
    expect(failing).toContain('Hint');

    const [server, client] = await Promise.all([solution('server.ts'), solution('client.ts')]);
    await learner.edit('server.ts', () => server);
    await learner.edit('client.ts', () => client);
    await learner.press('Run again');
    await learner.seesInPreview('open');
    await learner.press('Check');
    await learner.sees('.checks', 'Solved.', 60);

    await learner.reload();
    await learner.until('the edited server is back', async () => (await learner.code('server.ts')).includes('retry:'));
    await learner.press('Run');
    await learner.seesInPreview('Order 101');
  });

  it('is told of a syntax error with its place, and goes on', async () => {
    await arrive();
    await learner.edit('server.ts', (text) => text.replace('const clients', 'const = clients'));
    await learner.press('Run');
    await learner.press('Output');
    await learner.sees('.output', 'server.ts:4');
    await learner.edit('server.ts', (text) => text.replace('const = clients', 'const clients'));
    await learner.press('Run');
    await learner.seesInPreview('Order 101');
  });

  it.each([
    ["setTimeout(() => { throw new Error('thrown on purpose'); }, 50);", 'thrown on purpose'],
    ["Promise.reject(new Error('rejected on purpose'));", 'rejected on purpose'],
    ["server.on('listening', () => createServer().listen(server.address()?.port));", 'EADDRINUSE'],
  ])('is told of what goes wrong while it runs: %s', async (line, message) => {
    await arrive();
    await learner.edit('server.ts', (text) => `${text}\n${line}\n`);
    await learner.press('Run');
    await learner.press('Output');
    await learner.sees('.output', message);
    await learner.sees('.output', 'server.ts:');
    await learner.sees('#workbench', 'exited with code 1');
  });

  it('stops a server that loops, and runs again', async () => {
    await arrive();
    await learner.edit('server.ts', (text) => `${text}\nwhile (true) {}\n`);
    await learner.press('Run');
    await learner.press('Stop');
    await learner.sees('#workbench', 'stopped');
    await learner.edit('server.ts', (text) => text.replace('while (true) {}', ''));
    await learner.press('Run');
    await learner.seesInPreview('Order 101');
  });

  it('is told of a preview that loops; Stop, Run and Check still work', async () => {
    await arrive();
    await learner.edit('client.ts', (text) => `${text}\nsetTimeout(() => { while (true) {} }, 300);\n`);
    await learner.press('Run');
    await learner.sees('#workbench', 'The preview is stuck');
    await learner.press('Stop');
    await learner.sees('#workbench', 'stopped');
    await learner.press('Check');
    await learner.sees('.checks', 'passed', 60);
  });

  it('reads the last of 100,000 lines, and the page goes on', async () => {
    await arrive();
    await learner.edit(
      'server.ts',
      (text) => `${text}\nfor (let line = 1; line <= 100_000; line++) console.log('line', line);\n`,
    );
    await learner.press('Run');
    await learner.press('Output');
    await learner.sees('.output', 'line 100000', 30);
    await learner.seesInPreview('Order 101');
  });

  it('is told within 10 s that nothing answers at the runtime’s origin; Retry works once it does', async () => {
    await arrive();
    course.stopRuntime();
    await learner.press('Run');
    await learner.sees('#workbench', 'Retry', 10);
    await course.startRuntime();
    await learner.press('Retry');
    await learner.seesInPreview('Order 101');
  });

  it('has two tabs that do not disturb each other', async () => {
    await arrive();
    const other = new Learner(await browser.newPage());
    await other.open(lesson());
    await learner.press('Run');
    await other.press('Run');
    await learner.seesInPreview('Order 102', 30);
    await other.seesInPreview('Order 102', 30);
    await other.press('Stop');
    const before = await learner.previewText();
    await learner.until('the first tab goes on', async () => (await learner.previewText()) !== before);
    await other.page.close();
  });
});
