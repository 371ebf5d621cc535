import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type BrowserName, launch, type Tab } from '../browser/harness/browser-tab.ts';
import { openSite, serveNatively, serveTestSite } from '../browser/harness/test-site.ts';
import { median, milliseconds, print } from './figures.ts';

const RUNS = 10;
const PROGRAMS = `${import.meta.dirname}/programs/`;
const program = (name: string) => readFile(PROGRAMS + name, 'utf8');

/** The machine's own speed in one browser, beside real Node's in the same run. */
export async function measureMachine(name: BrowserName): Promise<void> {
  const testSite = await serveTestSite();
  const native = await serveNatively({ 'server.mjs': await program('server.mjs') });
  const browser = await launch(name);
  try {
    const tab = await browser.newTab();
    const started = performance.now();
    await openSite(tab, testSite);
    print(`${name}: page and machine from nothing to booted`, milliseconds(performance.now() - started));
    await measureStarts(name, tab);
    await measureRequests(name, tab);
    await measureBursts(name, tab, native.url);
    await measureStreams(name, tab);
    await measureCycles(name, tab);
  } finally {
    await browser.close();
    await native.close();
    await testSite.close();
  }
}

async function measureStarts(name: BrowserName, tab: Tab): Promise<void> {
  const times = await tab.evaluate(async (runs) => {
    const all: number[] = [];
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      await site!.run('node', ['hello.mjs'], { 'hello.mjs': "console.log('hello')" });
      all.push(performance.now() - started);
    }
    return all;
  }, RUNS);
  print(`${name}: a process from spawn to exit, median of ${RUNS}`, milliseconds(median(times)));
}

async function measureRequests(name: BrowserName, tab: Tab): Promise<void> {
  const files = { 'requests.mjs': await program('requests.mjs') };
  const { output } = await tab.evaluate((given) => site!.run('node', ['requests.mjs'], given), files);
  const { stdout } = await promisify(execFile)(process.execPath, [`${PROGRAMS}requests.mjs`]);
  print(`${name}: requests per second, one after the other`, output.trim(), `real Node ${stdout.trim()}`);
}

async function measureBursts(name: BrowserName, tab: Tab, native: string): Promise<void> {
  const hosted = await tab.evaluate((given) => site!.serve('burst', given, 3000), {
    'server.mjs': await program('server.mjs'),
  });
  for (const [query, label] of [
    ['', 'written in one turn'],
    ['?turns', 'one event a turn'],
  ]) {
    const onMachine: number[] = [];
    const overLoopback: number[] = [];
    const burst = async (base: string) =>
      Number(await tab.evaluate((url) => site!.show(url, 60_000), `${base}page${query}`));
    for (let run = 0; run < RUNS; run++) {
      onMachine.push(await burst(hosted));
      overLoopback.push(await burst(native));
    }
    const ratio = (median(overLoopback) / median(onMachine)).toFixed(2);
    const note = `native ${milliseconds(median(overLoopback))}: ${ratio} × its speed; goal ≥ 0.5 in one turn`;
    print(`${name}: 50,000 events, ${label}, median of ${RUNS}`, milliseconds(median(onMachine)), note);
  }
  await tab.evaluate(async () => {
    site!.hide();
    await site!.kill('burst');
  }, null);
}

/** 500 clients of one server, all on the machine, for a minute. */
async function measureStreams(name: BrowserName, tab: Tab): Promise<void> {
  const swarm = await readFile('dist/site/lab/swarm.js', 'utf8');
  await tab.evaluate((given) => site!.serve('streams', given, 3001), { 'server.mjs': await program('streams.mjs') });
  const words = ['--url', 'http://localhost:3001/', '--clients', '500', '--ramp', '5', '--duration', '60', '--json'];
  const { output } = await tab.evaluate(
    ([text, args]) => site!.run('node', ['swarm.cjs', ...args], { 'swarm.cjs': text }),
    [swarm, words] as const,
  );
  print(`${name}: 500 streams, an event a second, 60 s`, 'see right', output.trim().split('\n').at(-1) ?? '');
  await tab.evaluate(() => site!.kill('streams'), null);
}

/** What is left after many runs: the same port is free each time, and no run takes longer than the first. */
async function measureCycles(name: BrowserName, tab: Tab): Promise<void> {
  const files = { 'server.mjs': await program('streams.mjs') };
  const times = await tab.evaluate(async (given) => {
    const all: number[] = [];
    for (let run = 0; run < 100; run++) {
      const started = performance.now();
      await site!.serve('cycles', given, 3002);
      await site!.kill('cycles');
      all.push(performance.now() - started);
    }
    return all;
  }, files);
  const first = median(times.slice(0, 10));
  const last = median(times.slice(-10));
  print(`${name}: 100 × run and stop, first ten against last ten`, milliseconds(first), `then ${milliseconds(last)}`);
}
