import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EdgeEvent } from '#lab/edge/protocol.ts';
import { opaqueAnswer, openPage, PROJECT, transcript } from './page.ts';

function openWorkspace() {
  const opened = openPage();
  const workspace = opened.session.open('exercise', PROJECT);
  return { ...opened, workspace, printed: transcript(workspace) };
}

describe('start', () => {
  test('runs the server in its folder, behind its edge, and says where the preview is', async () => {
    const { workspace, machine } = openWorkspace();
    const seen: string[] = [];
    workspace.run.subscribe(({ status }) => {
      seen.push(status);
    });
    expect(await workspace.start()).toMatchObject({
      status: 'running',
      port: 8000,
      previewUrl: 'https://runtime.test/m/1/8000/',
    });
    expect(seen).toEqual(['stopped', 'starting', 'running']);
    expect(machine.files.get('exercise/server.ts')).toBe('listen');
    const server = machine.last('server.ts');
    expect(server.args).toEqual(['server.ts']);
    expect(server.options).toMatchObject({ cwd: 'exercise', env: { PORT: '3000', FORCE_COLOR: '1' } });
    const edge = machine.last('edge.cjs');
    expect([edge.option('listen'), edge.option('root'), edge.option('upstream')]).toEqual(['8000', 'exercise', '3000']);
  });

  test('waits for both the server and the edge', async () => {
    const { workspace, machine } = openWorkspace();
    machine.edge = () => {};
    const started = workspace.start();
    await vi.waitFor(() => expect(machine.running('server.ts')).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(workspace.run.value).toEqual({ status: 'starting' });
    machine.last('edge.cjs').listen(8000);
    expect(await started).toMatchObject({ status: 'running' });
  });

  test('resolves when the server exits before it listens', async () => {
    const { workspace, machine, printed } = openWorkspace();
    machine.server = (server) => {
      server.print('SyntaxError: Unexpected token');
      server.end(1);
    };
    expect(await workspace.start()).toEqual({ status: 'exited', code: 1, byUser: false });
    expect(printed.lines.slice(-3)).toEqual([
      'server: SyntaxError: Unexpected token',
      'server: \n',
      'session: server.ts exited with code 1\n',
    ]);
    expect(printed.chunks.at(-1)?.level).toBe('error');
  });

  test('tells when the server listens on another port', async () => {
    const { workspace, machine, printed } = openWorkspace();
    machine.server = (server) => server.listen(4000);
    const started = workspace.start();
    await vi.waitFor(() => expect(printed.lines.join('')).toMatch(/listens on port 4000, but PORT is 3000/));
    expect(workspace.run.value).toEqual({ status: 'starting' });
    await workspace.stop();
    expect(await started).toMatchObject({ status: 'exited', byUser: true });
  });

  test('again replaces server and edge, and writes only what changed', async () => {
    const { workspace, machine } = openWorkspace();
    await workspace.start();
    const [oldServer, oldEdge] = [machine.last('server.ts'), machine.last('edge.cjs')];
    machine.changes.length = 0;
    workspace.write({ 'server.ts': 'listen better', 'lib/ids.ts': 'new' });
    expect(machine.changes).toEqual([]);
    expect(await workspace.start()).toMatchObject({ status: 'running', port: 8000 });
    expect([oldServer.killed, oldEdge.killed]).toEqual([true, true]);
    expect(machine.changes).toEqual([
      'rm exercise/client.ts',
      'write exercise/server.ts',
      'mkdir exercise/lib',
      'write exercise/lib/ids.ts',
    ]);
    expect(machine.last('server.ts').options.env?.PORT).toBe('3000');
  });

  test('takes another port when a stranger sits on its own', async () => {
    const { workspace, machine, session } = openWorkspace();
    const other = session.open('other', PROJECT);
    await Promise.all([workspace.start(), other.start()]);
    machine.last('edge.cjs');
    await other.stop();
    // The exercise's server takes the port of the other's, which is stopped.
    machine.running('server.ts')[0]?.listen(3001);
    expect(await other.start()).toMatchObject({ status: 'running', port: 8001 });
    expect(machine.last('server.ts').options.env?.PORT).toBe('3002');
    expect(machine.last('edge.cjs').option('upstream')).toBe('3002');
  });

  test('is overtaken by a later start: one server is left', async () => {
    const { workspace, machine } = openWorkspace();
    const states = await Promise.all([workspace.start(), workspace.start(), workspace.start()]);
    expect(states.map(({ status }) => status)).toContain('running');
    expect(workspace.run.value).toMatchObject({ status: 'running' });
    expect(machine.running('server.ts').filter(({ killed }) => !killed)).toHaveLength(1);
    expect(machine.running('edge.cjs').filter(({ killed }) => !killed)).toHaveLength(1);
  });

  test('gives up on a machine that does not answer; Stop does not wait for it', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    await workspace.stop();
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    machine.spawn = () => new Promise(() => {});
    const started = workspace.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(workspace.run.value).toEqual({ status: 'starting' });
    void workspace.stop();
    expect(workspace.run.value).toEqual({ status: 'stopped' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await started).toEqual({ status: 'stopped' });
    const again = workspace.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await again).toMatchObject({ status: 'exited', byUser: false });
    expect(printed.lines.at(-1)).toMatch(/^session: Could not start: the machine does not answer/);
  });

  test('says so when the machine starts no further process', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    machine.spawn = () => Promise.reject(new Error('spawn EAGAIN'));
    expect(await workspace.start()).toMatchObject({ status: 'exited', byUser: false });
    expect(printed.lines.at(-1)).toBe('session: Could not start: spawn EAGAIN\n');
  });
});

describe('a server that ends', () => {
  test('by itself is reported with its code, and the edge stays', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    machine.last('server.ts').end(7);
    await vi.waitFor(() => expect(workspace.run.value).toEqual({ status: 'exited', code: 7, byUser: false }));
    expect(printed.lines.at(-1)).toBe('session: server.ts exited with code 7\n');
    expect(machine.last('edge.cjs').killed).toBe(false);
  });

  test('by Stop is the user’s doing, in any state', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.stop();
    expect(workspace.run.value).toEqual({ status: 'stopped' });
    await workspace.start();
    const seen: string[] = [];
    workspace.run.subscribe((state) => {
      seen.push(state.status === 'exited' ? `exited ${state.byUser}` : state.status);
    });
    await workspace.stop();
    expect(seen).toEqual(['running', 'exited true']);
    expect(machine.last('server.ts').killed).toBe(true);
    expect(machine.last('edge.cjs').killed).toBe(false);
    expect(printed.lines.at(-1)).toBe('session: server.ts stopped\n');
    await workspace.stop();
    expect(workspace.run.value).toMatchObject({ status: 'exited', byUser: true });
  });

  test('by Stop while it loops before it listens', async () => {
    const { workspace, machine } = openWorkspace();
    machine.server = () => {};
    const started = workspace.start();
    await vi.waitFor(() => expect(machine.running('server.ts')).toHaveLength(1));
    await workspace.stop();
    expect(await started).toMatchObject({ status: 'exited', byUser: true });
    machine.server = (server) => server.listen(3000);
    expect(await workspace.start()).toMatchObject({ status: 'running' });
  });

  test('by Stop while the machine boots: it never runs', async () => {
    const { workspace, machine } = openWorkspace();
    const started = workspace.start();
    await workspace.stop();
    expect(await started).toEqual({ status: 'stopped' });
    expect(machine.running('server.ts')).toHaveLength(0);
  });
});

describe('restart', () => {
  test('kills the server and runs it again behind the same edge', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    const edge = machine.last('edge.cjs');
    expect(await workspace.restart()).toMatchObject({ status: 'running' });
    expect(machine.running('server.ts').map(({ killed }) => killed)).toEqual([true, false]);
    expect(machine.last('edge.cjs')).toBe(edge);
    expect(edge.killed).toBe(false);
    expect(printed.lines).toContain('session: server.ts killed\n');
  });

  test('starts an edge where there is none', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    machine.last('edge.cjs').end(1);
    await vi.waitFor(() => expect(printed.lines.at(-1)).toMatch(/edge in front of your server ended with code 1/));
    expect(await workspace.restart()).toMatchObject({ status: 'running', port: 8000 });
    expect(machine.running('edge.cjs')).toHaveLength(2);
  });
});

describe('the edge', () => {
  test('tells what happens on the wire, and its words are output of its own', async () => {
    const { workspace, machine, printed } = openWorkspace();
    const wire: EdgeEvent[] = [];
    workspace.onWire((event) => wire.push(event));
    await workspace.start();
    const edge = machine.last('edge.cjs');
    const closed = { type: 'close', at: 5, connection: 1, reason: 'cut' };
    // No nonce begins with an s: an end that might be the beginning of a control line is held back.
    edge.print('client.ts:1:4: Expected a s');
    edge.print('emicolon\n');
    edge.control(closed);
    // Not an event: a terminal that echoes what was typed.
    edge.control({ type: 'cut', how: 'fin' });
    await vi.waitFor(() => expect(wire).toEqual([closed]));
    expect(printed.lines.filter((line) => line.startsWith('edge'))).toEqual([
      'edge: client.ts:1:4: Expected a s',
      'edge: emicolon\n',
    ]);
  });

  test('obeys', async () => {
    const { workspace, machine } = openWorkspace();
    workspace.fault({ type: 'cut', how: 'fin' });
    await workspace.start();
    const edge = machine.last('edge.cjs');
    workspace.fault({ type: 'cut', how: 'reset' });
    workspace.fault({ type: 'latency', ms: 300, jitter: 50 });
    const nonce = edge.option('control');
    // The page shows raw bytes, so they are asked for from the beginning.
    const commands = ['{"type":"tap","bytes":true}', '{"type":"cut","how":"reset"}'];
    commands.push('{"type":"latency","ms":300,"jitter":50}');
    await vi.waitFor(() => expect(edge.typed).toBe(commands.map((text) => `${nonce} ${text}\n`).join('')));
  });
});

describe('on a Node that cannot run TypeScript', () => {
  function openHosted(nodeVersion: string) {
    const opened = openPage({ runtimeOrigin: 'https://stackblitz.com', apiKey: 'key' });
    vi.stubGlobal('crossOriginIsolated', true);
    opened.page.runtime = opaqueAnswer;
    opened.machine.nodeVersion = nodeVersion;
    return opened;
  }

  test('projects are mounted as JavaScript under the same names, lines kept', async () => {
    const { session, machine } = openHosted('v22.17.1');
    const workspace = session.open('exercise', {
      ...PROJECT,
      files: { 'server.ts': "import type { A } from './a.ts';\n\nconst port: number = 1;\n", 'index.html': '<p>' },
    });
    await workspace.start();
    expect(machine.files.get('exercise/server.ts')).toBe('\n\nconst port = 1;\n');
    expect(machine.files.get('exercise/index.html')).toBe('<p>');
    const options = machine.last('server.ts').options.env;
    expect(options?.NODE_OPTIONS).toBe('--import=file:///home/course/.lab/stripped/loader.mjs');
    expect(machine.files.has('.lab/stripped/loader.mjs')).toBe(true);
  });

  test.each([
    ['v20.20.0', false],
    ['v22.17.9', false],
    ['v22.18.0', true],
    ['v23.5.0', false],
    ['v23.6.0', true],
    ['v26.1.0', true],
  ])('%s: runs TypeScript %s', async (version, runs) => {
    const { session, machine } = openHosted(version);
    const workspace = session.open('exercise', { ...PROJECT, files: { 'server.ts': 'let a: string;' } });
    await workspace.start();
    expect(machine.files.get('exercise/server.ts')).toBe(runs ? 'let a: string;' : 'let a;');
  });
});
