import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, type BrowserName, launch, type Tab } from './harness/browser-tab.ts';
import { openSite, serveTestSite, type TestSite } from './harness/test-site.ts';

let testSite: TestSite;

beforeAll(async () => {
  testSite = await serveTestSite();
});
afterAll(() => testSite.close());

it('the version of @webcontainer/api is the one that this host answers', async () => {
  const read = async (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(await read('../../node_modules/@webcontainer/api/package.json'));
  const host = await read('../../playground/host/webcontainer-api.ts');
  const page = await read('../../playground/host/headless.html');
  const hint = 'Another version may speak another protocol: go through playground/host/webcontainer-api.ts first.';
  expect(host, hint).toContain(`API_VERSION = '${version}'`);
  expect(page, hint).toContain(`content="${version}"`);
});

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('@webcontainer/api in %s', (name) => {
  let browser: Browser;
  let tab: Tab;

  beforeAll(async () => {
    browser = await launch(name);
    tab = await browser.newTab();
    await openSite(tab, testSite);
  });
  afterAll(() => browser.close());

  it('boots with a working directory and a PATH', async () => {
    const told = await tab.evaluate(() => ({ workdir: site!.machine.workdir, path: site!.machine.path }), null);
    expect(told).toEqual({ workdir: '/home/test', path: '/usr/local/bin:/usr/bin:/bin' });
  });

  it('mounts trees, nested and binary, at a mount point, and exports them again', async () => {
    const mounted = await tab.evaluate(async () => {
      const { machine } = site!;
      await machine.fs.mkdir('mounted');
      const bytes = new Uint8Array([0, 127, 128, 255, 13, 10]);
      const tree = {
        'a.txt': { file: { contents: 'ä€😀' } },
        folder: {
          directory: { deep: { directory: { 'bytes.bin': { file: { contents: bytes } } } }, empty: { directory: {} } },
        },
      };
      await machine.mount(tree, { mountPoint: 'mounted' });
      const exported = await machine.export('mounted');
      return {
        text: await machine.fs.readFile('mounted/a.txt', 'utf-8'),
        bytes: [...(await machine.fs.readFile('mounted/folder/deep/bytes.bin'))],
        names: await machine.fs.readdir('mounted/folder'),
        exported: Object.keys(exported),
        link: await machine.mount({ link: { file: { symlink: 'a.txt' } } }).catch(({ message }: Error) => message),
      };
    }, null);
    expect(mounted).toEqual({
      text: 'ä€😀',
      bytes: [0, 127, 128, 255, 13, 10],
      names: ['deep', 'empty'],
      exported: ['a.txt', 'folder'],
      link: expect.stringContaining('symbolic link'),
    });
  });

  it('fs reads, writes, lists, moves and removes', async () => {
    const seen = await tab.evaluate(async () => {
      const { fs } = site!.machine;
      const made = await fs.mkdir('fs/one/two', { recursive: true });
      await fs.writeFile('fs/text', 'text');
      await fs.writeFile('fs/latin', 'é', { encoding: 'utf-8' });
      const original = new Uint8Array([1, 2, 3]);
      await fs.writeFile('fs/bytes', original.subarray(1));
      const listed = await fs.readdir('fs');
      const kinds = (await fs.readdir('fs', { withFileTypes: true })).map((entry) => [
        entry.name,
        entry.isFile(),
        entry.isDirectory(),
      ]);
      const buffers = await fs.readdir('fs', { encoding: 'buffer' });
      await fs.rename('fs/text', 'fs/one/moved');
      await fs.rm('fs/bytes');
      await fs.rm('fs/none', { force: true });
      const left = await fs.readdir('fs');
      const moved = await fs.readFile('fs/one/moved', 'utf-8');
      await fs.rm('fs/one', { recursive: true });
      const absolute = await fs.readFile('/home/test/fs/latin', 'utf-8');
      return {
        made,
        listed,
        kinds,
        buffers: buffers.map((name) => new TextDecoder().decode(name)),
        left,
        moved,
        absolute,
        kept: original.length,
      };
    }, null);
    expect(seen).toEqual({
      made: '/home/test/fs/one/two',
      listed: ['bytes', 'latin', 'one', 'text'],
      kinds: [
        ['bytes', true, false],
        ['latin', true, false],
        ['one', false, true],
        ['text', true, false],
      ],
      buffers: ['bytes', 'latin', 'one', 'text'],
      left: ['latin', 'one'],
      moved: 'text',
      absolute: 'é',
      kept: 3,
    });
  });

  it('fs fails in Node’s words', async () => {
    const errors = await tab.evaluate(async () => {
      const { fs } = site!.machine;
      await fs.mkdir('errors/full', { recursive: true });
      await fs.writeFile('errors/file', '');
      await fs.writeFile('errors/full/file', '');
      const attempts = [
        fs.readFile('errors/none'),
        fs.readFile('errors/full'),
        fs.writeFile('errors/none/file', ''),
        fs.writeFile('errors/file/below', ''),
        fs.readdir('errors/file'),
        fs.readdir('errors/none'),
        fs.mkdir('errors/full'),
        fs.mkdir('errors/none/below'),
        fs.rm('errors/none'),
        fs.rm('errors/full'),
        fs.rename('errors/none', 'errors/other'),
        fs.rename('errors/full', 'errors/full/below'),
      ];
      return Promise.all(
        attempts.map((attempt) =>
          attempt.then(
            () => 'no error',
            ({ message }: Error) => message,
          ),
        ),
      );
    }, null);
    expect(errors).toEqual([
      "ENOENT: no such file or directory, open 'errors/none'",
      'EISDIR: illegal operation on a directory, read',
      "ENOENT: no such file or directory, open 'errors/none/file'",
      "ENOTDIR: not a directory, open 'errors/file/below'",
      "ENOTDIR: not a directory, scandir 'errors/file'",
      "ENOENT: no such file or directory, scandir 'errors/none'",
      "EEXIST: file already exists, mkdir 'errors/full'",
      "ENOENT: no such file or directory, mkdir 'errors/none/below'",
      "ENOENT: no such file or directory, lstat 'errors/none'",
      'Path is a directory: rm returned EISDIR (is a directory) errors/full',
      "ENOENT: no such file or directory, rename 'errors/none' -> 'errors/other'",
      "EINVAL: invalid argument, rename 'errors/full' -> 'errors/full/below'",
    ]);
  });

  it('fs.watch tells of changes, by the page and by processes, until it is closed', async () => {
    const heard = await tab.evaluate(async () => {
      const { fs } = site!.machine;
      await fs.mkdir('watched/below', { recursive: true });
      const flat: unknown[] = [];
      const deep: unknown[] = [];
      const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
      const shallow = fs.watch('watched', (event, file) => flat.push([event, String(file)]));
      const recursive = fs.watch('watched', { recursive: true }, (event, file) => deep.push([event, String(file)]));
      await pause();
      await fs.writeFile('watched/a', '1');
      await fs.writeFile('watched/a', '2');
      await fs.writeFile('watched/below/b', '1');
      await site!.outcome(await site!.node("require('fs').writeFileSync('/home/test/watched/c', '1')"));
      await pause();
      shallow.close();
      recursive.close();
      await pause();
      await fs.rm('watched/a');
      await pause();
      return { flat, deep };
    }, null);
    const changes = [
      ['rename', 'a'],
      ['change', 'a'],
    ];
    // A process creates the file, then writes to it, as on Linux; the page does both at once.
    const written = [
      ['rename', 'c'],
      ['change', 'c'],
    ];
    expect(heard.flat).toEqual([...changes, ...written]);
    expect(heard.deep).toEqual([...changes, ['rename', 'below/b'], ...written]);
  });

  it('spawns with arguments, environment and working directory, and streams both outputs', async () => {
    const seen = await tab.evaluate(async () => {
      await site!.machine.fs.mkdir('work', { recursive: true });
      const code =
        'console.log(process.argv.slice(2), process.cwd(), process.env.A, process.env.N); console.error("err"); process.exitCode = 7';
      return site!.outcome(await site!.node(code, ['x y', 'z'], { cwd: 'work', env: { A: 'ä', N: 1 } }));
    }, null);
    expect(seen).toEqual({ output: "[ 'x y', 'z' ] /home/test/work ä 1\nerr\n", code: 7 });
  });

  it('output arrives while a process runs, in whole characters; input reaches it; kill ends it', async () => {
    const seen = await tab.evaluate(async () => {
      const code =
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the program's own
        'process.stdin.on("data", (text) => process.stdout.write(`<${text}>`)).on("end", () => process.stdout.write("end")); for (const byte of Buffer.from("€😀")) process.stdout.write(Buffer.from([byte]));';
      const start = async () => {
        const process = await site!.node(code);
        const reader = process.output.getReader();
        let output = '';
        const until = async (text: string) => {
          while (!output.includes(text)) {
            const { done, value } = await reader.read();
            if (done) break;
            output += value;
          }
          return output;
        };
        return { process, until };
      };
      const first = await start();
      const whole = await first.until('😀');
      const writer = first.process.input.getWriter();
      await writer.write('ö');
      const echoed = await first.until('>');
      await writer.write('\x04');
      const ended = await first.until('end');
      const code1 = await first.process.exit;
      const second = await start();
      await second.until('😀');
      second.process.kill();
      return { whole, echoed, ended, code: code1, killed: await second.process.exit };
    }, null);
    expect(seen).toEqual({ whole: '€😀', echoed: '€😀<ö>', ended: '€😀<ö>end', code: 0, killed: 137 });
  });

  it('an unknown command is told as WebContainer’s shell tells it', async () => {
    const seen = await tab.evaluate(() => site!.run('no-such-command', ['x']), null);
    expect(seen).toEqual({ output: 'jsh: command not found: no-such-command\n', code: 127 });
  });

  it('more processes than a machine holds are refused with a reason', async () => {
    const refused = await tab.evaluate(async () => {
      const processes: { kill(): void; readonly exit: Promise<number> }[] = [];
      let reason = '';
      while (reason === '' && processes.length < 64) {
        await site!.node('setInterval(() => {}, 1000)').then(
          (process) => processes.push(process),
          ({ message }: Error) => {
            reason = message;
          },
        );
      }
      for (const process of processes) process.kill();
      await Promise.all(processes.map((process) => process.exit));
      return { reason, started: processes.length };
    }, null);
    expect(refused).toEqual({ reason: 'This machine runs at most 32 processes at a time.', started: 32 });
  });

  it('port and server-ready events tell of servers that come and go', async () => {
    const events = await tab.evaluate(async () => {
      const { machine } = site!;
      const heard: unknown[] = [];
      const stopPort = machine.on('port', (port, type, url) =>
        heard.push(['port', port, type, new URL(url).pathname.replace(/\/m\/[\w-]+/, '')]),
      );
      const stopReady = machine.on('server-ready', (port) => heard.push(['ready', port]));
      const serve = 'require("http").createServer().listen(4000)';
      const process = await site!.node(serve);
      const until = async (count: number) => {
        while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await until(2);
      process.kill();
      await until(3);
      stopPort();
      stopReady();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const again = await site!.node(serve);
      await new Promise((resolve) => setTimeout(resolve, 500));
      again.kill();
      await again.exit;
      return heard;
    }, null);
    expect(events).toEqual([
      ['port', 4000, 'open', '/4000/'],
      ['ready', 4000],
      ['port', 4000, 'close', '/4000/'],
    ]);
  });

  it('boots again after a teardown, with nothing left of the machine before', async () => {
    const seen = await tab.evaluate(async () => {
      const old = site!.machine;
      await site!.node('require("http").createServer().listen(5000)');
      await old.fs.writeFile('left', 'over');
      old.teardown();
      const machine = await site!.bootAgain('second');
      const names = await machine.fs.readdir('/home');
      const listen = 'require("http").createServer().listen(5000, () => { console.log("listens"); process.exit(); })';
      return { workdir: machine.workdir, names, ...(await site!.outcome(await site!.node(listen))) };
    }, null);
    expect(seen).toEqual({ workdir: '/home/second', names: ['second'], output: 'listens\n', code: 0 });
  });
});
