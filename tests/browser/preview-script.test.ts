import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Edge } from '#lab/edge/edge.ts';
import { launchChromium, launchFirefox } from '../../playground/cli/browsers.ts';

/** A page as the preview shows one: it opens a stream that breaks, logs, and makes every kind of mistake. */
const CLIENT = `
const stream: EventSource = new EventSource('/events?room=1');
console.log('url', stream.url);
console.info(stream instanceof EventSource, EventSource.name, EventSource.OPEN, EventSource.length);
stream.addEventListener('message', (event) => console.log('%s:%d', event.data, event.lastEventId));
stream.addEventListener('error', () => console.warn({ state: stream.readyState, list: [1, 'two', null] }));
try { new EventSource('http://['); } catch (error) { console.error((error as Error).name); }
Promise.reject(new Error('nobody caught this'));
setTimeout(() => { (null as unknown as { call(): void }).call(); });
`;

const PAGE =
  '<!doctype html><title>preview</title><img src="/missing.png"><script type="module" src="client.ts"></script>';

const FRAME = (url: string) => `<!doctype html><script>
const messages = [];
addEventListener('message', (event) => messages.push(event.data));
</script><iframe src="${url}"></iframe>`;

interface Message {
  readonly source: string;
  readonly type: string;
  readonly level?: string;
  readonly text?: string;
}

const requests: (string | undefined)[][] = [];
const closers: (() => Promise<unknown>)[] = [];
let frameUrl = '';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  return address.port;
}

beforeAll(async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'preview-'));
  closers.push(() => rm(root, { recursive: true }));
  await writeFile(path.join(root, 'index.html'), PAGE);
  await writeFile(path.join(root, 'client.ts'), CLIENT);

  const upstream = await listen(
    createServer((request, response) => {
      if (!request.url?.startsWith('/events')) {
        response.writeHead(404).end();
        return;
      }
      const lastEventId = request.headers['last-event-id'];
      requests.push([request.url, lastEventId?.toString()]);
      const id = Number(lastEventId ?? 0) + 1;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`retry: 100\nid: ${id}\ndata: order\n\n`);
      setTimeout(() => response.destroy(), 50);
    }),
  );
  const edge = new Edge({ root, upstream, tap: { report() {}, flush() {} }, warn: () => {} });
  const port = await edge.listen(0);
  closers.push(() => edge.close());
  const framing = await listen(
    createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(FRAME(`http://localhost:${port}/`));
    }),
  );
  frameUrl = `http://127.0.0.1:${framing}/`;
});

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** What the framing page hears within two seconds. */
async function hearInChromium(): Promise<Message[]> {
  const { context, close } = await launchChromium();
  try {
    const page = await context.newPage();
    await page.goto(frameUrl);
    await page.waitForTimeout(2000);
    return await page.evaluate<Message[]>('messages');
  } finally {
    await close();
  }
}

async function hearInFirefox(): Promise<Message[]> {
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    await page.goto(frameUrl);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return (await page.evaluate('messages')) as Message[];
  } finally {
    await browser.close();
  }
}

describe.each([
  ['Chromium', hearInChromium],
  ['Firefox', hearInFirefox],
])('in %s', (_name, hear) => {
  it('the page’s heartbeat, console and errors reach the page around it, and its streams resume untagged', async () => {
    requests.length = 0;
    const messages = await hear();
    expect(messages.every((message) => message.source === 'steady-stream-preview')).toBe(true);
    expect(messages.filter((message) => message.type === 'alive').length).toBeGreaterThanOrEqual(3);

    const printed = messages.filter((message) => message.type === 'console');
    const texts = printed.map((message) => `${message.level} ${message.text}`);
    expect(texts[0]).toMatch(/^log url http:\/\/localhost:\d+\/events\?room=1$/);
    expect(texts).toContain('info true EventSource 1 1');
    expect(texts).toContain('error SyntaxError');
    expect(texts.filter((text) => text.startsWith('log order:')).slice(0, 3)).toEqual([
      'log order:1',
      'log order:2',
      'log order:3',
    ]);
    expect(texts).toContain('warn { state: 0, list: [ 1, "two", null ] }');

    const errors = messages.filter((message) => message.type === 'error').map((message) => message.text);
    expect(errors).toContainEqual(expect.stringMatching(/^Could not load .*missing\.png$/));
    expect(errors).toContainEqual(
      expect.stringMatching(/^Unhandled promise rejection: Error: nobody caught this\n.*client\.ts:8:16/s),
    );
    expect(errors).toContainEqual(expect.stringMatching(/TypeError: .* \(client\.ts:9:\d+\)/));

    expect(requests.slice(0, 3)).toEqual([
      ['/events?room=1', undefined],
      ['/events?room=1', '1'],
      ['/events?room=1', '2'],
    ]);
  });
});
