/** The page of the tests: boots a machine through the real API and frames previews of it, as the course does. */
import { WebContainer } from '@webcontainer/api';
import type { Files, Site } from './protocol.ts';

Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: document.documentElement.dataset.runtime });
const machine = await WebContainer.boot({ workdirName: 'test' });

let current = machine;

const opened = new Map<number, string>();
const openings = new Map<number, (url: string) => void>();
machine.on('server-ready', (port, url) => {
  opened.set(port, url);
  openings.get(port)?.(url);
});

const outputs = new Map<string, string>();
const servers = new Map<string, { kill(): void; readonly exit: Promise<number> }>();

async function write(folder: string, files: Files): Promise<void> {
  await machine.fs.mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) await machine.fs.writeFile(`${folder}/${path}`, content);
}

const reports: unknown[] = [];
let awaited: ((report: unknown) => void) | null = null;
addEventListener('message', ({ data }) => {
  if (typeof data !== 'object' || data === null || !('report' in data)) return;
  if (awaited) awaited(data.report);
  else reports.push(data.report);
});

function nextReport(limit: number): Promise<unknown> {
  if (reports.length > 0) return Promise.resolve(reports.shift());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error(`The page reported nothing in ${limit} ms.`))), limit);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      awaited = null;
      act();
    };
    awaited = (report) => settle(() => resolve(report));
  });
}

let frame: HTMLIFrameElement | null = null;
let runs = 0;

const offered: Site = {
  machine,
  async bootAgain(workdirName) {
    current = await WebContainer.boot({ workdirName });
    return current;
  },
  async serve(folder, files, port) {
    await write(folder, files);
    opened.delete(port);
    const ready = new Promise<string>((resolve) => openings.set(port, resolve));
    const server = await machine.spawn('node', ['server.mjs'], { cwd: folder, env: { PORT: String(port) } });
    servers.set(folder, server);
    outputs.set(folder, '');
    void server.output.pipeTo(
      new WritableStream({ write: (text) => void outputs.set(folder, (outputs.get(folder) ?? '') + text) }),
    );
    const ended = server.exit.then((code) => {
      throw new Error(`The server exited with ${code}: ${outputs.get(folder)}`);
    });
    ended.catch(() => {});
    return Promise.race([ready, ended]);
  },
  async run(command, args, files = {}) {
    const folder = `run-${++runs}`;
    await write(folder, files);
    return offered.outcome(await machine.spawn(command, args, { cwd: folder }));
  },
  async node(code, args = [], options = {}) {
    const file = `/tmp/${++runs}.cjs`;
    await current.fs.writeFile(file, code);
    return current.spawn('node', [file, ...args], options);
  },
  async outcome(process) {
    let output = '';
    await process.output.pipeTo(
      new WritableStream({
        write: (text) => {
          output += text;
        },
      }),
    );
    return { output, code: await process.exit };
  },
  output: (folder) => outputs.get(folder) ?? '',
  async kill(folder) {
    const server = servers.get(folder);
    if (!server) throw new Error(`No server runs in ${folder}.`);
    server.kill();
    return server.exit;
  },
  show(url, limit) {
    offered.hide();
    frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
    // As an address that a person types.
    frame.referrerPolicy = 'no-referrer';
    frame.src = url;
    const report = nextReport(limit);
    document.body.append(frame);
    return report;
  },
  nextReport,
  hide() {
    frame?.remove();
    frame = null;
    reports.length = 0;
  },
};
globalThis.site = offered;
