import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../playground/checks/free-port.ts';
import { PortInUseError, serveLoopback } from '../../../playground/cli/loopback-server.ts';
import { loopbackOrigins, runtimeHeaders, siteHeaders } from '../../../playground/cli/response-headers.ts';
import { serveRuntime, serveSite } from '../../../playground/cli/serve-static.ts';

const META = '<meta name="runtime-origin" content="http://127.0.0.1:4322">';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'site-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

async function serve(handler: RequestListener): Promise<number> {
  const port = await freePort();
  onTestFinished(await serveLoopback(port, handler));
  return port;
}

const SITE = {
  'index.html': `${META}home`,
  'lessons/first/index.html': 'first',
  '404.html': 'no such page',
  '_astro/app.1234.js': 'x',
  'lab/edge.mjs': 'y',
};

describe('the site', () => {
  it('names the runtime that is served beside it, in pages and in their policy', async () => {
    const origins = loopbackOrigins(5000, 5001, 'http://127.0.0.1:4322');
    const handler = serveSite(await folderWith(SITE), siteHeaders(origins, false), origins.runtime);
    const answer = await fetch(`http://localhost:${await serve(handler)}/`);
    expect(await answer.text()).toBe('<meta name="runtime-origin" content="http://127.0.0.1:5001">home');
    expect(answer.headers.get('content-security-policy')).toContain('frame-src http://127.0.0.1:5001;');
    expect(answer.headers.get('origin-agent-cluster')).toBe('?1');
    expect(answer.headers.get('cross-origin-embedder-policy')).toBeNull();
  });

  it('serves pages of folders, assets, and its own page for what is missing', async () => {
    const port = await serve(serveSite(await folderWith(SITE), {}, 'http://127.0.0.1:4322'));
    const get = async (target: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${target}`);
      return [answer.status, answer.headers.get('cache-control'), await answer.text()];
    };
    expect(await get('/lessons/first/')).toEqual([200, 'no-cache', 'first']);
    expect(await get('/lessons/first')).toEqual([200, 'no-cache', 'first']);
    expect(await get('/_astro/app.1234.js')).toEqual([200, 'public, max-age=31536000, immutable', 'x']);
    expect(await get('/lab/edge.mjs')).toEqual([200, 'no-cache', 'y']);
    expect(await get('/lessons/other/')).toEqual([404, 'no-cache', 'no such page']);
    expect(await get('/%2e%2e/%2e%2e/etc/passwd')).toEqual([404, 'no-cache', 'no such page']);
    expect(await get('/%')).toEqual([404, 'no-cache', 'no such page']);
  });

  it('is isolated, and may frame StackBlitz’s runtime, when it was built for that', () => {
    const origins = loopbackOrigins(4321, 4322, 'https://stackblitz.com');
    const headers = siteHeaders(origins, true);
    expect(headers['Content-Security-Policy']).toContain('frame-src http://127.0.0.1:4322 https://stackblitz.com ');
    expect(headers['Cross-Origin-Opener-Policy']).toBe('same-origin');
    expect(headers['Cross-Origin-Embedder-Policy']).toBe('require-corp');
    expect(runtimeHeaders(origins, true)['Cross-Origin-Embedder-Policy']).toBe('require-corp');
  });
});

describe('the runtime', () => {
  it('serves headless without its extension, and lets the site alone frame it', async () => {
    const origins = loopbackOrigins(5000, 5001, 'http://127.0.0.1:4322');
    const handler = serveRuntime(await folderWith({ 'headless.html': 'h' }), runtimeHeaders(origins, false));
    const port = await serve(handler);
    const answer = await fetch(`http://127.0.0.1:${port}/headless?version=1.6.4`);
    expect([answer.status, await answer.text()]).toEqual([200, 'h']);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'self' http://localhost:5000 http://127.0.0.1:5000");
    expect(policy).not.toMatch(/\*|https?:(?!\/\/(?:localhost|127\.0\.0\.1):5000)/);
    expect((await fetch(`http://127.0.0.1:${port}/m/1/8000/`)).status).toBe(404);
  });
});

describe('addresses', () => {
  it('are the loopback ones', async () => {
    const port = await serve((_request, response) => response.end('here'));
    const local = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    // A machine without IPv6 has only the first.
    const hosts = local.some(({ address }) => address === '::1') ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'];
    for (const host of hosts) expect(await (await fetch(`http://${host}:${port}`)).text()).toBe('here');
  });

  it('that are taken are reported', async () => {
    const port = await serve(() => {});
    await expect(serveLoopback(port, () => {})).rejects.toThrow(new PortInUseError(port));
  });
});
