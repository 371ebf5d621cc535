import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { type BrowserName, openBrowserPage } from '../../playground/cli/browser-page.ts';
import { encodeControlLine } from '../../playground/lab/control-lines.ts';
import type { EdgeEvent } from '../../playground/lab/edge/protocol.ts';
import { milliseconds, print } from './figures.ts';
import './wire/protocol.ts';

const LANES = 500;
const EVENTS_PER_SECOND = 10_000;
const SECONDS = 10;
/** The edge tells what it saw so often. */
const INTERVAL_MS = 50;

const PER_BATCH = (EVENTS_PER_SECOND * INTERVAL_MS) / 1000;
const STYLES = ['tokens', 'base', 'controls', 'workbench', 'output', 'wire', 'wire-details'];

function opened(connection: number): EdgeEvent[] {
  const path = '/events';
  const peer = `127.0.0.1:${3001 + (connection % 2)}`;
  return [
    { type: 'request', at: 0, connection, method: 'GET', path, lastEventId: null, source: `s${connection}` },
    { type: 'upstream', at: 0.2, connection, peer, outcome: 'connected' },
    { type: 'response', at: 0.5, connection, status: 200, contentType: 'text/event-stream' },
  ];
}

/** An event as the edge tells of it: its bytes from the server, its bytes to the client, and what they say. */
function delivered(at: number, number: number): EdgeEvent[] {
  const connection = (number % LANES) + 1;
  const data = JSON.stringify({ order: number, status: 'packed', at });
  const id = String(number);
  const text = `id: ${id}\nevent: order\ndata: ${data}\n\n`;
  const piece = { at, connection, size: text.length, encoding: 'utf8', bytes: text } as const;
  return [
    { type: 'bytes', direction: 'from-upstream', ...piece },
    { type: 'bytes', direction: 'to-client', ...piece },
    { type: 'event', at, connection, id, event: 'order', data, length: data.length },
  ];
}

function batchText(batch: number): string {
  const events: EdgeEvent[] = [];
  if (batch === 0) for (let lane = 2; lane <= LANES; lane++) events.push(...opened(lane));
  for (let index = 0; index < PER_BATCH; index++) {
    const at = batch * INTERVAL_MS + (index * INTERVAL_MS) / PER_BATCH + 1;
    events.push(...delivered(at, batch * PER_BATCH + index));
  }
  return events.map((event) => encodeControlLine('bench', event)).join('');
}

/** The reader's own page is there before the crowd comes. */
const FIRST = opened(1)
  .map((event) => encodeControlLine('bench', event))
  .join('');

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'wire/page.tsx')],
    bundle: true,
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** What the wire view costs the page while the edge tells of 500 streams with 10,000 events a second, bytes and all. */
export async function measureWire(name: BrowserName): Promise<void> {
  const script = await bundled();
  const styles = await Promise.all(STYLES.map((style) => readFile(`src/styles/${style}.css`, 'utf8')));
  const batches = (SECONDS * 1000) / INTERVAL_MS;
  const texts = Array.from({ length: batches }, (_, batch) => batchText(batch));
  const html = `<!doctype html><html lang="en"><title>Wire</title><style>${styles.join('\n')}
    main { display: flex; flex-direction: column; height: 420px; width: 800px; }</style>
    <main></main><script type="module">${script.replaceAll('</script', '<\\/script')}</script></html>`;
  const server = createServer(({ url = '/' }, response) => {
    response.setHeader('Content-Type', url === '/' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8');
    const file: Readonly<Record<string, string>> = { '/': html, '/first': FIRST };
    response.end(file[url] ?? texts[Number(url.split('/').at(-1))]);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const browser = await openBrowserPage(name);
  try {
    await browser.page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const figures = await browser.page.evaluate(([count, interval]) => globalThis.watchWire?.(count, interval), [
      batches,
      INTERVAL_MS,
    ] as const);
    if (!figures) throw new Error('The page of the wire did not load.');
    const { stall, framesPerSecond, lanes, events } = figures;
    const what = `${name}: wire view, ${lanes} lanes, ${EVENTS_PER_SECOND.toLocaleString('en')} events/s, ${SECONDS} s`;
    print(`${what}: longest stall`, milliseconds(stall), 'target ≤ 100 ms');
    print(`${name}: frames per second meanwhile`, framesPerSecond.toFixed(0), `${events.toLocaleString('en')} events`);
    if (events !== EVENTS_PER_SECOND * SECONDS) process.exitCode = 1;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}
