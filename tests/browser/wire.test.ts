import { readFile } from 'node:fs/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { violations } from './audit.ts';
import { type ServedCourse, serveCourse } from './served-course.ts';

const lesson = '/lessons/reconnection/';

let course: ServedCourse;
let context: BrowserContext;
let closeBrowser = async () => {};
let page: Page;
let bench: Locator;

beforeAll(async () => {
  course = await serveCourse();
  ({ context, close: closeBrowser } = await launchChromium());
});
afterAll(async () => {
  await closeBrowser();
  course.close();
});

beforeEach(async () => {
  page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
});
afterEach(() => page.close());

/** Opens the lesson and runs its exercise, whose server sends an order a second. */
async function run(): Promise<void> {
  await page.goto(course.site + lesson);
  await page.locator('.code-foot', { hasText: 'Edits are kept in this browser' }).waitFor({ state: 'attached' });
  bench = page.locator('#workbench');
  await bench.locator('.run-button:visible, .phone-run .run-button:visible').first().click();
  // A phone shows the page first.
  const views = page.getByRole('navigation', { name: 'Views' });
  if (await views.isVisible()) await views.getByText('Wire').click();
  await eventRows().first().waitFor({ state: 'attached', timeout: 30_000 });
}

const row = (kind: string) => bench.locator(`.wire-row[data-kind="${kind}"]`);
const eventRows = () => row('event');
const button = (name: string) => bench.getByRole('button', { name, exact: true });
/** How many rows the table has, in sight or not. */
const rowCount = async () => Number(await bench.locator('.wire-rows table').getAttribute('aria-rowcount'));
const picture = () => bench.getByRole('application', { name: 'Picture of the wire' });
const details = () => bench.getByRole('group', { name: 'What was picked' });

/** Where the picture has the colour of a custom property, in CSS pixels from its corner; null when nowhere. */
function findColour(property: string): Promise<{ readonly x: number; readonly y: number } | null> {
  return page.evaluate((name) => {
    const canvas = document.querySelector<HTMLCanvasElement>('#workbench .wire-canvas');
    const context2d = canvas?.getContext('2d');
    if (!canvas || !context2d) return null;
    const probe = document.createElement('span');
    probe.style.color = `var(--${name})`;
    canvas.parentElement?.append(probe);
    const wanted = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number);
    probe.remove();
    const { data } = context2d.getImageData(0, 0, canvas.width, canvas.height);
    // From the right: what is newest.
    for (let x = canvas.width - 1; x >= 0; x--) {
      for (let y = 0; y < canvas.height; y++) {
        const at = (y * canvas.width + x) * 4;
        if (wanted.every((value, index) => data[at + index] === value) && data[at + 3] === 255) {
          return { x: x / devicePixelRatio, y: y / devicePixelRatio };
        }
      }
    }
    return null;
  }, property);
}

/** How often the picture is drawn in a second. */
function drawnPerSecond(): Promise<number> {
  return page.evaluate(async () => {
    const { prototype } = CanvasRenderingContext2D;
    const { clearRect } = prototype;
    let drawn = 0;
    prototype.clearRect = function count(...area) {
      drawn += 1;
      clearRect.apply(this, area);
    };
    await new Promise((resolve) => setTimeout(resolve, 2000));
    prototype.clearRect = clearRect;
    return drawn / 2;
  });
}

describe('the picture', () => {
  it('shows a connection and its events, and what was clicked: the bytes, and what they mean', async () => {
    await run();
    await expect.poll(() => findColour('signal')).not.toBeNull();
    await button('Pause').click();
    await expect.poll(() => findColour('blue')).not.toBeNull();
    const place = await findColour('blue');
    await picture().click({ position: { x: (place?.x ?? 0) - 3, y: place?.y ?? 0 } });
    await details().waitFor();
    const said = await details().textContent();
    expect(said).toMatch(/order/);
    expect(await details().locator('.wire-raw pre').textContent()).toMatch(/data: ?\{.*\\n/);
    const fields = await details().locator('.wire-fields').textContent();
    expect(fields).toMatch(/event\s*order/);
    expect(fields).toMatch(/server/);
  });

  it('is walked through by keys, and each mark is said aloud', async () => {
    await run();
    await eventRows().nth(1).waitFor({ state: 'attached' });
    await picture().focus();
    await page.keyboard.press('ArrowLeft');
    await details().waitFor();
    const newest = await details().locator('.wire-details-title').textContent();
    await page.keyboard.press('ArrowLeft');
    const before = await details().locator('.wire-details-title').textContent();
    expect(before).not.toBe(newest);
    await page.keyboard.press('Home');
    expect(await details().locator('.wire-details-title').textContent()).toContain('connected');
    expect(await details().locator('.wire-raw').textContent()).toContain('GET /events HTTP/1.1');
    await expect.poll(() => page.locator('#announcer').textContent()).toContain('connected');
    await page.keyboard.press('Escape');
    expect(await details().count()).toBe(0);
  });

  it('tells a FIN from an RST, and the gap with the id that is carried over', async () => {
    await run();
    await button('Cut connection').click();
    await row('close').filter({ hasText: 'FIN: cut by you' }).waitFor();
    const back = row('open').filter({ hasText: /back after [23],\d{3} ms/ });
    await back.waitFor({ timeout: 10_000 });
    await expect.poll(() => findColour('warn')).not.toBeNull();
    expect(await back.textContent()).toMatch(/Last-Event-ID: \d+/);
    await button('Faults').click();
    await button('RST').click();
    await row('close').filter({ hasText: 'RST: cut by you' }).waitFor();
    expect(await row('fault').allTextContents()).toEqual([
      expect.stringContaining('cut with FIN'),
      expect.stringContaining('cut with RST'),
    ]);
  });

  it('stands still while paused, and has it all afterwards', async () => {
    await run();
    await button('Pause').click();
    const rows = await rowCount();
    const seen = await bench.locator('.wire-count').textContent();
    await expect.poll(() => bench.locator('.wire-count').textContent(), { timeout: 10_000 }).not.toBe(seen);
    expect(await rowCount()).toBe(rows);
    await button('Pause').click();
    await expect.poll(rowCount).toBeGreaterThan(rows);
  });

  it('zooms, leaves the present, and follows again', async () => {
    await run();
    const span = () => bench.locator('.wire-span').textContent();
    expect(await span()).toBe('15 s');
    await button('Zoom in').click();
    expect(await span()).toBe('7.5 s');
    await picture().focus();
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await span()).toBe('30 s');
    const pressed = () => button('Follow').getAttribute('aria-pressed');
    expect(await pressed()).toBe('true');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await pressed()).toBe('false');
    await page.keyboard.press('f');
    expect(await pressed()).toBe('true');
    const { x = 0, y = 0, width = 0 } = (await picture().boundingBox()) ?? {};
    await page.mouse.move(x + width - 40, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + width - 10, y + 60, { steps: 4 });
    await page.mouse.up();
    expect(await pressed()).toBe('false');
  });

  it('leaves out what is filtered', async () => {
    await run();
    await button('Filter').click();
    const group = bench.getByRole('group', { name: 'Show of the wire' });
    await group.getByRole('button', { name: 'order' }).click();
    await expect.poll(() => eventRows().count()).toBe(0);
    await group.getByRole('button', { name: 'order' }).click();
    await group.getByRole('searchbox').fill('no such text');
    await expect.poll(() => bench.locator('.wire-row').count()).toBe(0);
    await group.getByRole('searchbox').fill('#1');
    await expect.poll(() => eventRows().count()).toBeGreaterThan(0);
  });

  it('is saved as JSON', async () => {
    await run();
    const [download] = await Promise.all([page.waitForEvent('download'), button('Export').click()]);
    const path = await download.path();
    const saved = JSON.parse(await readFile(path, 'utf8')) as { format: string; marks: { kind: string }[] };
    expect(saved.format).toBe('steady-stream wire 1');
    expect(saved.marks.map(({ kind }) => kind)).toContain('event');
  });

  it('moves smoothly, and once a second for readers who asked for less motion', async () => {
    await run();
    expect(await drawnPerSecond()).toBeGreaterThan(20);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.waitForTimeout(500);
    expect(await drawnPerSecond()).toBeLessThan(12);
  });

  it('has as many pixels as the screen', async () => {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1440,
      height: 900,
      deviceScaleFactor: 2,
      mobile: false,
    });
    await run();
    const ratio = () =>
      bench.locator('.wire-canvas').evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.clientWidth);
    await expect.poll(ratio).toBeCloseTo(2, 1);
  });

  it('opens in an experiment as the lesson wants it', async () => {
    await page.goto(course.site + lesson);
    const experiment = page.getByRole('region', { name: 'Try it Change the gap' });
    await experiment.scrollIntoViewIfNeeded();
    await experiment.getByRole('button', { name: 'Run', exact: true }).click();
    await experiment.locator('.wire-row[data-kind="event"]').first().waitFor({ state: 'attached', timeout: 30_000 });
    expect(await experiment.locator('.wire-span').textContent()).toBe('10 s');
    expect(await experiment.getByRole('button', { name: 'Faults' }).count()).toBe(0);
  });
});

describe('the faults', () => {
  it('are set by keyboard, marked on the wire, and healed by one button', async () => {
    await run();
    await button('Faults').press('Enter');
    const panel = bench.getByRole('dialog', { name: 'Faults' });
    await panel.waitFor();
    await panel.getByRole('slider', { name: 'Latency' }).focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await row('fault').filter({ hasText: '500 ms late' }).waitFor();
    await bench.locator('.wire-held').first().waitFor({ state: 'attached', timeout: 10_000 });
    await panel.getByRole('switch', { name: 'Refuse connections' }).press('Space');
    await expect
      .poll(() => panel.getByRole('switch', { name: 'Refuse connections' }).getAttribute('aria-checked'))
      .toBe('true');
    expect(await bench.locator('.faults-count').textContent()).toMatch(/^2/);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('faults-button');
    await button('Heal').click();
    await row('fault').filter({ hasText: 'healed' }).waitFor();
    await expect.poll(() => bench.locator('.faults-count').count()).toBe(0);
  });

  it('refuse, silence and answer as the panel says', async () => {
    await run();
    await button('Faults').click();
    const panel = bench.getByRole('dialog', { name: 'Faults' });
    await panel.getByRole('switch', { name: 'Refuse connections' }).click();
    await panel.getByRole('button', { name: 'FIN' }).click();
    await row('refused').first().waitFor({ timeout: 15_000 });
    await panel.getByRole('switch', { name: 'Refuse connections' }).click();
    await row('open').filter({ hasText: 'back after' }).waitFor({ timeout: 15_000 });
    await panel.getByRole('radio', { name: '503' }).check();
    await panel.getByRole('button', { name: 'RST' }).click();
    await row('answer').filter({ hasText: 'answered 503' }).waitFor({ timeout: 15_000 });
    await panel.getByRole('button', { name: 'Heal all' }).click();
    await expect.poll(() => panel.getByRole('radio', { name: 'pass on' }).isChecked()).toBe(true);
    await bench.getByRole('button', { name: 'Reload the preview' }).click();
    await row('open').filter({ hasText: '#2' }).waitFor({ timeout: 15_000 });
    const rows = await rowCount();
    await expect.poll(rowCount, { timeout: 10_000 }).toBeGreaterThan(rows + 1);
    await panel.getByRole('switch', { name: 'Silence open streams' }).click();
    await row('fault').filter({ hasText: 'streams go silent' }).waitFor();
    const silent = await bench.locator('.wire-count').textContent();
    await page.waitForTimeout(2500);
    expect(await bench.locator('.wire-count').textContent()).toBe(silent);
  });

  it('are gone when the edge starts anew', async () => {
    await run();
    await button('Faults').click();
    await bench.getByRole('switch', { name: 'Buffer answers' }).click();
    await expect.poll(() => bench.locator('.faults-count').count()).toBe(1);
    await bench.locator('.run-button:visible').first().click();
    await expect.poll(() => bench.locator('.faults-count').count(), { timeout: 20_000 }).toBe(0);
  });
});

describe('accessibility', () => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ])('has no violations $width pixels wide', async ({ width, height }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await run();
      await button('Pause').click();
      await button('What the signs mean').click();
      await bench.locator('.wire-title:visible').last().click();
      await details().waitFor();
      await button('Filter').click();
      expect(await violations(page)).toEqual([]);
      await bench.locator('.faults-button:visible').click();
      await bench.getByRole('dialog', { name: 'Faults' }).waitFor();
      await bench.getByRole('switch', { name: 'Never answer new connections' }).click();
      await bench.locator('.faults-count:visible').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });
});
