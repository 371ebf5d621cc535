import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parsePlan } from '../../playground/checks/run-plan.ts';
import {
  type BrowserName,
  type BrowserPage,
  type OpenBrowser,
  openBrowserPage,
} from '../../playground/cli/browser-page.ts';
import { buildRuntime } from '../../playground/cli/build-runtime.ts';
import { bundlePackage, bundleProgram } from '../../playground/cli/bundle-lab.ts';
import { runtimeHeaders } from '../../playground/cli/response-headers.ts';
import { serveRuntime } from '../../playground/cli/serve-static.ts';
import type { Project } from '../../playground/session/types.ts';
import './run-plan/protocol.ts';

const FOLDER = path.join(import.meta.dirname, 'run-plan');

let folder = '';
const servers: Server[] = [];
let site = '';
let runtime = '';
let project: Project;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

async function readProject(): Promise<Project> {
  const files: Record<string, string> = {};
  for (const name of await readdir(path.join(FOLDER, 'project'))) {
    files[name] = await readFile(path.join(FOLDER, 'project', name), 'utf8');
  }
  const { 'run.yaml': plan = '', ...others } = files;
  return { files: others, entry: 'server.ts', checks: null, plan: parsePlan(plan, 'run.yaml', others) };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-plan-'));
  const at = (name: string) => path.join(folder, name);
  await Promise.all([
    buildRuntime(at('runtime')),
    build({ entryPoints: [path.join(FOLDER, 'page.ts')], bundle: true, format: 'esm', outfile: at('site/page.js') }),
    bundleProgram('edge', at('site/lab/edge.js')),
    bundleProgram('redis', at('site/lab/redis.js')),
    bundlePackage('redis', at('site/lab/packages/redis.js')),
  ]);
  project = await readProject();
  const siteServer = createServer(async ({ url }, response) => {
    response.setHeader('Origin-Agent-Cluster', '?1');
    if (url === '/') {
      response.setHeader('Content-Type', 'text/html');
      return response.end('<!doctype html><script type="module" src="/page.js"></script>');
    }
    response.setHeader('Content-Type', 'text/javascript');
    return response.end(await readFile(path.join(folder, 'site', url ?? '')).catch(() => ''));
  });
  site = `http://localhost:${await listen(siteServer)}`;
  const runtimeServer = createServer();
  runtime = `http://127.0.0.1:${await listen(runtimeServer)}`;
  const headers = runtimeHeaders({ sites: [site], runtime, host: runtime }, false);
  runtimeServer.on('request', serveRuntime(at('runtime'), headers));
});
afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true, force: true });
});

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('Run with a plan in %s', (name) => {
  let browser: OpenBrowser;
  let page: BrowserPage;

  const ask = <Result>(what: 'printed' | 'seen' | 'running') =>
    page.evaluate((key: typeof what) => [...(globalThis.bench?.[key]() ?? [])], what) as Promise<Result[]>;
  const seen = () => ask<string>('seen');

  beforeAll(async () => {
    browser = await openBrowserPage(name);
    page = await browser.newPage();
    await page.goto(`${site}/`);
    await vi.waitFor(async () => {
      expect(await page.evaluate(() => globalThis.bench !== undefined, null)).toBe(true);
    });
  });
  afterAll(() => browser.close());

  it('starts a Redis, two servers and the edge in front of them; what a page sends comes back through all of it', async () => {
    const state = await page.evaluate(
      async ([given, origin]) => {
        globalThis.bench?.open(given, origin);
        return globalThis.bench?.workspace().start();
      },
      [project, runtime] as const,
    );
    expect(state, (await ask<string>('printed')).join('\n')).toMatchObject({ status: 'running', port: 8080 });
    await expect.poll(seen, { timeout: 20_000 }).toEqual(['first', 'from a page of first']);
    expect(await ask('running')).toEqual(['redis', 'first', 'second', 'edge']);
    expect(await ask('printed')).toContain('redis: redis: listening on 127.0.0.1:6379');
  });

  it('goes on with the other server when one is killed', async () => {
    await page.evaluate(() => globalThis.bench?.workspace().kill('first'), null);
    await expect
      .poll(seen, { timeout: 20_000 })
      .toEqual(['first', 'from a page of first', 'second', 'from a page of second']);
    await page.evaluate(() => globalThis.bench?.workspace().revive('first'), null);
    expect(await ask('running')).toContain('first');
  });

  it('reloads the edge with the conf as it is now, and says so when it is refused', async () => {
    const reload = (conf: string) =>
      page.evaluate(
        async ([files, text]) => {
          globalThis.bench?.workspace().write({ ...files, 'nginx.conf': text });
          await globalThis.bench?.workspace().reload();
        },
        [project.files, conf] as const,
      );
    const conf = project.files['nginx.conf'] ?? '';
    await reload(conf.replace('proxy_buffering', 'proxy_bufering'));
    await expect
      .poll(() => ask<string>('printed'), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/^edge: .*unknown directive "proxy_bufering" in .*nginx\.conf:/));
    await reload(
      conf.replace('server 127.0.0.1:3002;', '').replace('listen 8080;', 'listen 8080; keepalive_timeout 1s;'),
    );
    await page.evaluate(() => globalThis.bench?.workspace().kill('second'), null);
    await expect.poll(async () => (await seen()).at(-1), { timeout: 20_000 }).toBe('from a page of first');
  });
});
