import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildRuntime } from '../../../playground/cli/build-runtime.ts';
import { runtimeHeaders, siteHeaders } from '../../../playground/cli/response-headers.ts';
import { serveRuntime } from '../../../playground/cli/serve-static.ts';
import type { Tab } from './browser-tab.ts';
import type { Files } from './protocol.ts';

/** The origins of a test: a site that boots a machine, and the runtime that is one. */
export interface TestSite {
  readonly site: string;
  readonly runtime: string;
  close(): Promise<void>;
}

async function listen(server: Server): Promise<number> {
  server.listen(0);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Builds and serves both. With `strict`, the site's pages frame the runtime only, as the product's do. */
export async function serveTestSite(strict = false): Promise<TestSite> {
  const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-runtime-'));
  const entry = fileURLToPath(new URL('site.ts', import.meta.url));
  const [bundle] = await Promise.all([
    build({ entryPoints: [entry], bundle: true, format: 'esm', target: 'es2024', write: false }),
    buildRuntime(folder),
  ]);
  const servers = [createServer(), createServer()] as const;
  const [sitePort, runtimePort] = [await listen(servers[0]), await listen(servers[1])];
  const site = `http://localhost:${sitePort}`;
  const runtime = `http://127.0.0.1:${runtimePort}`;
  const origins = { sites: [site], runtime, host: runtime };
  servers[1].on('request', serveRuntime(folder, runtimeHeaders(origins, false)));
  servers[0].on('request', pages(bundle.outputFiles[0]!.text, runtime, strict ? siteHeaders(origins, false) : {}));
  return {
    site,
    runtime,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function pages(script: string, runtime: string, headers: Readonly<Record<string, string>>): RequestListener {
  return (request, response) => {
    const isScript = request.url === '/site.js';
    response.writeHead(200, {
      'Content-Type': isScript ? 'text/javascript' : 'text/html',
      'Origin-Agent-Cluster': '?1',
      ...headers,
    });
    const page = `<!doctype html><html data-runtime="${runtime}"><body><script type="module" src="/site.js"></script>`;
    response.end(isScript ? script : page);
  };
}

/** Opens the site and waits for its machine, for at most 30 s. */
export async function openSite(tab: Tab, { site }: TestSite): Promise<void> {
  await tab.goto(site);
  const deadline = Date.now() + 30_000;
  while (!(await tab.evaluate(() => globalThis.site !== undefined, null))) {
    if (Date.now() > deadline) throw new Error('The machine did not boot within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export interface NativeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Runs the same program on this computer's own Node and network. */
export async function serveNatively(files: Files): Promise<NativeServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-native-'));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const probe = createServer();
  const port = await listen(probe);
  probe.close();
  const server = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server exited with ${server.exitCode}.`);
    const answered = await fetch(`http://localhost:${port}/`, { method: 'HEAD' }).catch(() => null);
    if (answered) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url: `http://localhost:${port}/`,
    async close() {
      server.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
