import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleProgram } from '../../playground/cli/bundle-lab.ts';
import { type BrowserName, launch } from '../browser/harness/browser-tab.ts';
import { openSite, serveTestSite } from '../browser/harness/test-site.ts';
import { milliseconds, print } from './figures.ts';

const PORT = 8080;
const CLIENTS = 500;
const SECONDS = 60;

/** What a lesson would write: HTTP/1.1, no buffering, a location. */
const CONF = `error_log stderr;
worker_shutdown_timeout 5s;
events { worker_connections 4096; }
http {
    access_log off;
    server {
        listen ${PORT};
        location / {
            proxy_pass http://127.0.0.1:3001;
            proxy_http_version 1.1;
            proxy_buffering off;
        }
    }
}
`;

/** It is started as `node server.mjs`, which takes no arguments there. */
const EDGE = "process.argv.push('-c', 'nginx.conf');\nawait import('./edge.cjs');\n";

async function bundled(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-bench-'));
  try {
    await bundleProgram(name, path.join(folder, 'program.cjs'));
    return await readFile(path.join(folder, 'program.cjs'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Figures {
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly events: number;
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number } | null;
}

/** 500 clients of one server behind the edge, all on the machine, an event a second each for a minute. Losing one fails the run. */
export async function measureSwarm(name: BrowserName): Promise<void> {
  const testSite = await serveTestSite();
  const browser = await launch(name);
  try {
    const tab = await browser.newTab();
    await openSite(tab, testSite);
    const streams = await readFile(path.join(import.meta.dirname, 'programs/streams.mjs'), 'utf8');
    const serve = (folder: string, files: Readonly<Record<string, string>>, port: number) =>
      tab.evaluate(([where, given, at]) => site!.serve(where, given, at), [folder, files, port] as const);
    await serve('streams', { 'server.mjs': streams }, 3001);
    await serve('edge', { 'server.mjs': EDGE, 'edge.cjs': await bundled('edge'), 'nginx.conf': CONF }, PORT);
    const words = ['--clients', String(CLIENTS), '--ramp', '5', '--duration', String(SECONDS + 5), '--json'];
    const { output, stall } = await tab.evaluate(
      async ([text, args]) => {
        let last = performance.now();
        let longest = 0;
        const timer = setInterval(() => {
          const now = performance.now();
          longest = Math.max(longest, now - last - 10);
          last = now;
        }, 10);
        const { output: printed } = await site!.run('node', ['swarm.cjs', ...args], { 'swarm.cjs': text });
        clearInterval(timer);
        return { output: printed, stall: longest };
      },
      [await bundled('swarm'), ['--url', `http://localhost:${PORT}/`, ...words]] as const,
    );
    const figures = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Figures;
    const { lost, duplicated, reordered, events, latency } = figures;
    const what = `${name}: ${CLIENTS} clients through the edge, an event a second, ${SECONDS} s`;
    print(what, `${lost} lost`, `of ${events.toLocaleString('en')}; ${duplicated} duplicated, ${reordered} reordered`);
    if (latency)
      print(`${name}: from the server to a client of these, median`, `${latency.p50} ms`, `p99 ${latency.p99} ms`);
    print(`${name}: longest stall of the page meanwhile`, milliseconds(stall));
    if (lost > 0 || events < CLIENTS * SECONDS * 0.9) process.exitCode = 1;
  } finally {
    await browser.close();
    await testSite.close();
  }
}
