import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { PreviewFrame } from '../../../playground/session/preview-frame.ts';
import type { PreviewElement } from '../../../playground/session/types.ts';
import { FakePage, openPage, PROJECT, transcript } from './page.ts';

const URL_1 = 'https://runtime.test/m/1/8000/';
const RUNTIME = 'https://runtime.test';

/** An iframe, as far as a preview needs one. */
class FakeFrame implements PreviewElement {
  readonly contentWindow = {};
  readonly attributes = new Map<string, string>();
  readonly loads: string[] = [];

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  get src(): string {
    return this.loads.at(-1) ?? '';
  }

  set src(url: string) {
    this.loads.push(url);
  }
}

const message = (type: string, rest: object = {}) => ({
  source: 'steady-stream-preview',
  type,
  page: '1',
  href: URL_1,
  ...rest,
});

function openFrame() {
  const page = new FakePage();
  const frame = new FakeFrame();
  const preview = new PreviewFrame();
  const letGo = preview.attach(frame);
  preview.show(URL_1);
  const say = (type: string, rest?: object) => page.post(message(type, rest), RUNTIME, frame.contentWindow);
  return { page, frame, preview, letGo, say };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a preview', () => {
  test('is sandboxed before it is loaded, and loaded anew each time', () => {
    const { frame, preview } = openFrame();
    expect(frame.attributes.get('sandbox')).toBe('allow-scripts allow-same-origin allow-forms');
    expect(frame.loads).toEqual([URL_1]);
    preview.reload();
    preview.show(URL_1);
    expect(frame.loads).toEqual([URL_1, URL_1, URL_1]);
  });

  test('tells where its page is, and loads that again', () => {
    const { frame, preview, say } = openFrame();
    expect(preview.path.value).toBe('/');
    say('alive', { href: `${URL_1}admin?room=1#top` });
    expect(preview.path.value).toBe('/admin?room=1#top');
    say('alive', { href: 'https://elsewhere.test/' });
    preview.reload();
    expect(frame.loads.at(-1)).toBe(`${URL_1}admin?room=1#top`);
  });

  test.each([
    ['/orders', 'orders'],
    ['//elsewhere.test/', 'elsewhere.test/'],
    ['/../../2/8000/', ''],
    ['/javascript:alert(1)', 'javascript:alert(1)'],
  ])('a path does not lead out of it: %s', (path, target) => {
    const { frame, preview } = openFrame();
    preview.reload(path);
    expect(frame.loads.at(-1)).toBe(URL_1 + target);
  });

  test('is shown in a frame that comes later, and in none that was let go', () => {
    const { preview, letGo, frame } = openFrame();
    letGo();
    preview.reload();
    expect(frame.loads).toHaveLength(1);
    const next = new FakeFrame();
    preview.attach(next);
    expect(next.loads).toEqual([URL_1]);
  });

  test('is alive while it is heard of, stuck after 2 s of silence, and alive again', () => {
    const { preview, say } = openFrame();
    expect(preview.state.value).toEqual({ status: 'blank' });
    vi.advanceTimersByTime(10_000);
    expect(preview.state.value).toEqual({ status: 'blank' });
    say('alive');
    const heardAt = Date.now();
    vi.advanceTimersByTime(1900);
    expect(preview.state.value).toEqual({ status: 'alive' });
    vi.advanceTimersByTime(1000);
    expect(preview.state.value).toEqual({ status: 'stuck', since: heardAt });
    say('console', { level: 'log', text: 'back' });
    expect(preview.state.value).toEqual({ status: 'alive' });
  });

  test('that was left is not stuck: what came next may have no script', () => {
    const { page, preview, say } = openFrame();
    say('alive');
    // A page that is gone is no source any more.
    page.post(message('left', { page: '2' }), RUNTIME);
    page.post(message('left'), 'https://elsewhere.test');
    expect(preview.state.value).toEqual({ status: 'alive' });
    page.post(message('left'), RUNTIME);
    vi.advanceTimersByTime(10_000);
    expect(preview.state.value).toEqual({ status: 'blank' });
  });

  test('is not called stuck while the page is hidden, nor at once when it is shown', () => {
    const { page, preview, say } = openFrame();
    say('alive');
    page.document.visibilityState = 'hidden';
    vi.advanceTimersByTime(60_000);
    page.document.visibilityState = 'visible';
    vi.advanceTimersByTime(1500);
    expect(preview.state.value).toEqual({ status: 'alive' });
    vi.advanceTimersByTime(1500);
    expect(preview.state.value).toMatchObject({ status: 'stuck' });
  });

  test('is not called stuck because the page itself was', () => {
    const { preview, say } = openFrame();
    say('alive');
    // The clock runs on while no timer does.
    vi.setSystemTime(Date.now() + 5000);
    vi.advanceTimersByTime(500);
    expect(preview.state.value).toEqual({ status: 'alive' });
  });

  test('hears only its own page, from the runtime’s origin', () => {
    const { page, preview, frame } = openFrame();
    const heard: string[] = [];
    preview.onMessage(({ type }) => heard.push(type));
    page.post(message('alive'), 'https://elsewhere.test', frame.contentWindow);
    page.post(message('alive'), RUNTIME, {});
    page.post(message('alive'), RUNTIME, null);
    page.post({ type: 'alive' }, RUNTIME, frame.contentWindow);
    page.post(message('console', { level: 'log' }), RUNTIME, frame.contentWindow);
    page.post('alive', RUNTIME, frame.contentWindow);
    expect(heard).toEqual([]);
    expect(preview.state.value).toEqual({ status: 'blank' });
    page.post(message('alive'), RUNTIME, frame.contentWindow);
    expect(heard).toEqual(['alive']);
  });
});

test('what a preview’s console says is output, errors marked', async () => {
  vi.useRealTimers();
  const { page, session } = openPage();
  const workspace = session.open('exercise', PROJECT);
  const printed = transcript(workspace);
  const frame = new FakeFrame();
  onTestFinished(workspace.attachPreview(frame));
  await workspace.start();
  expect(frame.loads).toEqual([URL_1]);
  const say = (type: string, rest?: object) => page.post(message(type, rest), RUNTIME, frame.contentWindow);
  say('alive');
  say('console', { level: 'warn', text: 'hm' });
  say('error', { text: 'boom (client.ts:1:2)' });
  expect(workspace.preview.value).toEqual({ status: 'alive' });
  expect(printed.chunks.slice(1).map(({ source, level, text }) => [source, level, text])).toEqual([
    ['preview', 'out', 'hm\n'],
    ['preview', 'error', 'boom (client.ts:1:2)\n'],
  ]);
  await workspace.restart();
  expect(frame.loads).toHaveLength(1);
  await workspace.start();
  expect(frame.loads).toHaveLength(2);
});
