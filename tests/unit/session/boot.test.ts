import { afterEach, describe, expect, test, vi } from 'vitest';
import { NODE_VERSION } from '#node/version.ts';
import { API_VERSION } from '../../../playground/host/webcontainer-api.ts';
import { createSession } from '../../../playground/session/index.ts';
import type { BootState } from '../../../playground/session/types.ts';
import { FakeMachine } from './fake-machine.ts';
import { FakePage, ORIGIN, opaqueAnswer, openPage, PROJECT, RUNTIME_PAGE } from './page.ts';

afterEach(() => {
  vi.useRealTimers();
});

function expectFailure(state: BootState, reason: string, title: RegExp) {
  if (state.status !== 'failed') throw new Error(`booted: ${JSON.stringify(state)}`);
  expect(state.reason).toBe(reason);
  expect(state.title).toMatch(title);
  expect(state.advice.length).toBeGreaterThan(0);
}

const never = () => new Promise<never>(() => {});

/** Resolves as `fetch` does when its signal aborts before there is an answer. */
function neverAnswers(_url: URL, { signal }: RequestInit): Promise<Response> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

describe('a boot', () => {
  test('goes from idle by way of probing and starting to ready, once', async () => {
    const { session, bootMachine, machine } = openPage();
    const seen: string[] = [];
    session.boot.subscribe((state) => {
      seen.push(state.status === 'booting' ? state.step : state.status);
    });
    const [first, second] = await Promise.all([session.start(), session.start()]);
    expect(first).toEqual({ status: 'ready', nodeVersion: NODE_VERSION, embedded: true });
    expect(second).toBe(first);
    expect(seen).toEqual(['idle', 'probing', 'starting', 'ready']);
    expect(bootMachine).toHaveBeenCalledOnce();
    // It is known from the probe.
    expect(machine.running('--version')).toHaveLength(0);
    expect(machine.files.get('.lab/edge.cjs')).toBe('// /lab/edge.js');
    expect(JSON.parse(machine.files.get('package.json') ?? '')).toMatchObject({ type: 'module' });
  });

  test('counts an answer that may not be read as a runtime, where the hosted one is expected', async () => {
    const { page, session, machine } = openPage({ runtimeOrigin: 'https://stackblitz.com', apiKey: 'key' });
    vi.stubGlobal('crossOriginIsolated', true);
    page.runtime = opaqueAnswer;
    machine.nodeVersion = 'v22.22.3';
    expect(await session.start()).toEqual({ status: 'ready', nodeVersion: 'v22.22.3', embedded: false });
  });
});

describe('a boot fails', () => {
  test('when nothing answers', async () => {
    const { page, session, bootMachine } = openPage();
    page.runtime = () => {
      throw new TypeError('Failed to fetch');
    };
    const state = await session.start();
    expectFailure(state, 'unreachable', /Nothing answers at http:\/\/127\.0\.0\.1:4322/);
    expect(state.status === 'failed' && state.advice.join()).toMatch(/npm start/);
    expect(bootMachine).not.toHaveBeenCalled();
  });

  test('within 10 s when the origin takes connections and is silent', async () => {
    const { page, session } = openPage();
    page.runtime = neverAnswers;
    const startedAt = Date.now();
    expectFailure(await session.start(), 'unreachable', /Nothing answers/);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  }, 15_000);

  test.each([
    ['a page of something else', () => new Response('<h1>It works!</h1>')],
    ['404', () => new Response('Not found', { status: 404 })],
    ['what may not be read', opaqueAnswer],
  ])('when the origin answers with %s', async (_what, answer) => {
    const { page, session, bootMachine } = openPage();
    page.runtime = answer;
    expectFailure(await session.start(), 'wrong-answer', /is not the runtime/);
    expect(bootMachine).not.toHaveBeenCalled();
  });

  test('when the browser lacks something', async () => {
    const { session } = openPage();
    vi.stubGlobal('navigator', {});
    expectFailure(await session.start(), 'unsupported', /service workers/);
  });

  test('when the page is not secure', async () => {
    const { session } = openPage();
    vi.stubGlobal('isSecureContext', false);
    expectFailure(await session.start(), 'unsupported', /secure page/);
  });

  test('when the hosted runtime is asked for by a page that is not isolated', async () => {
    const { page, session } = openPage({ runtimeOrigin: 'https://stackblitz.com' });
    page.runtime = opaqueAnswer;
    expectFailure(await session.start(), 'unsupported', /cross-origin isolated/);
  });

  function hangingBoot() {
    const page = new FakePage();
    const session = createSession({ runtimeOrigin: ORIGIN, apiKey: null }, never);
    const starting = vi.waitFor(() => expect(session.boot.value).toMatchObject({ step: 'starting' }));
    return { page, session, starting };
  }

  const warning = (message: string) => ({ type: 'warning', level: 'error', message });

  test.each([
    ['Firefox', 'SecurityError: The operation is insecure.'],
    ['Chromium', 'NotSupportedError: Failed to register: The user denied permission to use Service Worker.'],
  ])('when the runtime’s page may keep nothing, in the words of %s', async (_browser, words) => {
    const { page, session, starting } = hangingBoot();
    const end = session.start();
    await starting;
    page.post(warning(`The runtime could not start: ${words}`), ORIGIN);
    expectFailure(await end, 'storage-blocked', /keep data/);
  });

  test('when the runtime’s page says that it cannot', async () => {
    const { page, session, starting } = hangingBoot();
    const end = session.start();
    await starting;
    page.post(warning('The runtime could not start: TypeError: no script'), ORIGIN);
    const state = await end;
    expectFailure(state, 'wrong-answer', /did not start/);
    expect(state.status === 'failed' && state.advice[0]).toMatch(/TypeError: no script/);
  });

  test('when the runtime is never ready, and says no word of another origin’s', async () => {
    vi.useFakeTimers();
    const { page, session, starting } = hangingBoot();
    const end = session.start();
    await starting;
    page.post(warning('SecurityError'), 'https://elsewhere.test');
    page.post({ type: 'warning', level: 'warn', message: 'SecurityError' }, ORIGIN);
    await vi.advanceTimersByTimeAsync(10_000);
    expectFailure(await end, 'timeout', /not ready in time/);
  });

  test('when the runtime refuses, as one for another version does', async () => {
    new FakePage();
    const session = createSession({ runtimeOrigin: ORIGIN, apiKey: null }, () =>
      Promise.reject(new Error('This runtime answers @webcontainer/api 1.6.4')),
    );
    expectFailure(await session.start(), 'wrong-answer', /did not start/);
  });

  test('when the site no longer hands out the edge', async () => {
    const { page, session } = openPage();
    page.site = () => new Response('gone', { status: 404 });
    const state = await session.start();
    expectFailure(state, 'unreachable', /did not deliver the programs/);
    expect(state.status === 'failed' && state.advice[0]).toMatch(/\/lab\/edge\.js answered 404/);
  });

  test('for good: every workspace hears of it, and nothing boots again in this page', async () => {
    const { page, session, bootMachine } = openPage();
    page.runtime = () => {
      throw new TypeError('Failed to fetch');
    };
    const workspace = session.open('exercise', PROJECT);
    expect(await workspace.start()).toEqual({ status: 'stopped' });
    page.runtime = () => new Response('back');
    expect(await workspace.start()).toEqual({ status: 'stopped' });
    await workspace.check();
    expect(workspace.checks.value).toMatchObject({ status: 'broken' });
    expect(bootMachine).not.toHaveBeenCalled();
  });
});

test('the runtime’s page tells the versions that it has', () => {
  expect(RUNTIME_PAGE).toContain(`content="${API_VERSION}" data-node="${NODE_VERSION}"`);
});

describe('a page that was put aside and comes back', () => {
  const restored = () => Object.assign(new Event('pageshow'), { persisted: true });

  test('is loaded anew once it has had a machine', async () => {
    const { page, session } = openPage();
    await session.start();
    page.events.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    expect(page.location.reload).not.toHaveBeenCalled();
    page.events.dispatchEvent(restored());
    expect(page.location.reload).toHaveBeenCalledOnce();
  });

  test('is left alone when it never had one', () => {
    const { page } = openPage();
    page.events.dispatchEvent(restored());
    expect(page.location.reload).not.toHaveBeenCalled();
  });
});

test('workspaces have names of their own that are folders', () => {
  const { session } = openPage();
  session.open('exercise', PROJECT);
  expect(() => session.open('exercise', PROJECT)).toThrow(/no new name/);
  expect(() => session.open('../x', PROJECT)).toThrow(/no new name/);
});

test('a machine serves all workspaces of its page', async () => {
  const { session, bootMachine } = openPage();
  const one = session.open('one', PROJECT);
  const two = session.open('two', PROJECT);
  const [first, second] = await Promise.all([one.start(), two.start()]);
  expect(bootMachine).toHaveBeenCalledOnce();
  expect([first, second].map((state) => state.status === 'running' && state.port)).toEqual([8000, 8001]);
  expect(new FakeMachine().files.size).toBe(0);
});
