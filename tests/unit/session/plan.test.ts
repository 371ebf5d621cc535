import { describe, expect, test, vi } from 'vitest';
import type { RunPlan } from '../../../playground/checks/run-process.ts';
import { openPage, PROJECT, transcript } from './page.ts';

const PLAN: RunPlan = {
  processes: [
    { kind: 'lab', name: 'redis', lab: 'redis', port: 6379 },
    { kind: 'edge', name: 'edge', conf: 'nginx.conf', port: 8080 },
    { kind: 'server', name: 'server 1', file: 'server.ts', port: 3001, env: { NAME: 'one' } },
    { kind: 'server', name: 'server 2', file: 'server.ts', port: 3002, env: { NAME: 'two' } },
    { kind: 'swarm', name: 'swarm', args: ['--clients', '5'] },
  ],
  preview: 'edge',
  packages: ['redis'],
};

function openWorkspace(plan: RunPlan = PLAN) {
  const opened = openPage();
  const { machine, session } = opened;
  machine.edge = (edge) => edge.listen(edge.args.includes('-c') ? 8080 : Number(edge.option('listen')));
  const files = { 'server.ts': 'listen', 'nginx.conf': 'events {}' };
  const workspace = session.open('exercise', { ...PROJECT, files, plan });
  const running = () => workspace.processes.value.filter((process) => process.running).map(({ name }) => name);
  return { ...opened, workspace, running, printed: transcript(workspace) };
}

const ports = (machine: ReturnType<typeof openWorkspace>['machine']) =>
  machine.running('server.ts').map(({ options, killed }) => `${options.env?.PORT}${killed ? ' killed' : ''}`);

describe('a plan', () => {
  test('is started in its order of need: the lab, the servers behind the edge, then their clients', async () => {
    const { workspace, machine, running, page } = openWorkspace();
    expect(await workspace.start()).toMatchObject({
      status: 'running',
      port: 8080,
      previewUrl: 'https://runtime.test/m/1/8080/',
    });
    await vi.waitFor(() => expect(running()).toEqual(['redis', 'edge', 'server 1', 'server 2', 'swarm']));
    const order = machine.processes.map(({ args }) => args[0]);
    expect(order[0]).toBe('.lab/redis.cjs');
    expect(order.at(-1)).toBe('.lab/swarm.cjs');
    expect(machine.last('redis.cjs').option('port')).toBe('6379');
    expect(machine.last('swarm.cjs').option('clients')).toBe('5');
    expect(machine.last('edge.cjs').args.slice(-2)).toEqual(['-c', 'exercise/nginx.conf']);
    expect(machine.running('server.ts').map(({ options }) => [options.env?.PORT, options.env?.NAME])).toEqual([
      ['3001', 'one'],
      ['3002', 'two'],
    ]);
    expect(machine.files.get('node_modules/redis/index.js')).toBe('// /lab/packages/redis.js');
    expect(page.fetched).toContain('/lab/redis.js');
  });

  test('says which process printed what', async () => {
    const { workspace, machine, printed } = openWorkspace();
    await workspace.start();
    const [one, two] = machine.running('server.ts');
    one?.print('from ');
    two?.print('hello\n');
    machine.last('redis.cjs').print('ready\n');
    await vi.waitFor(() => expect(printed.chunks.filter(({ source }) => source === 'lab')).toHaveLength(1));
    const said = printed.chunks.filter(({ process }) => process !== null);
    expect(said.map(({ source, process, text }) => [source, process, text])).toEqual([
      ['server', 'server 1', 'from '],
      ['server', 'server 2', 'hello\n'],
      ['lab', 'redis', 'ready\n'],
    ]);
  });

  test('runs on while a server is left', async () => {
    const { workspace, machine, running, printed } = openWorkspace();
    await workspace.start();
    machine.running('server.ts')[0]?.end(3);
    await vi.waitFor(() => expect(printed.lines.at(-1)).toBe('session: server 1 exited with code 3\n'));
    expect(workspace.run.value.status).toBe('running');
    await workspace.revive('server 1');
    expect(running()).toContain('server 1');
    await workspace.kill('server 2');
    expect(running()).not.toContain('server 2');
  });

  test('runs on when the last server was killed by hand, which can be started again', async () => {
    const { workspace, machine, running } = openWorkspace();
    await workspace.start();
    await workspace.kill('server 1');
    await workspace.kill('server 2');
    expect(running()).toEqual(['redis', 'edge', 'swarm']);
    expect(workspace.run.value.status).toBe('running');
    await workspace.revive('server 2');
    expect(running()).toContain('server 2');
    machine.running('server.ts').at(-1)?.end(3);
    await vi.waitFor(() => expect(workspace.run.value).toEqual({ status: 'exited', code: 3, byUser: false }));
  });

  test('Stop ends a run whose servers were all killed by hand', async () => {
    const { workspace } = openWorkspace();
    await workspace.start();
    await workspace.kill('server 1');
    await workspace.kill('server 2');
    await workspace.stop();
    expect(workspace.run.value).toMatchObject({ status: 'exited', byUser: true });
    expect(await workspace.start()).toMatchObject({ status: 'running' });
  });

  test('Restart leaves all but the servers alone', async () => {
    const { workspace, machine } = openWorkspace();
    await workspace.start();
    await workspace.kill('redis');
    await workspace.revive('redis');
    expect(await workspace.restart()).toMatchObject({ status: 'running' });
    expect(ports(machine)).toEqual(['3001 killed', '3002 killed', '3001', '3002']);
    expect(machine.running('redis.cjs').map(({ killed }) => killed)).toEqual([true, false]);
    expect([machine.running('edge.cjs').length, machine.running('swarm.cjs').length]).toEqual([1, 1]);
  });

  test('Stop leaves the edge alone; Run replaces it too', async () => {
    const { workspace, running } = openWorkspace();
    await workspace.start();
    await workspace.stop();
    expect(running()).toEqual(['edge']);
    expect(workspace.run.value).toMatchObject({ status: 'exited', byUser: true });
    expect(await workspace.start()).toMatchObject({ status: 'running', port: 8080 });
    await vi.waitFor(() => expect(running()).toHaveLength(5));
  });

  test('Reload writes the conf and tells the edge', async () => {
    const { workspace, machine } = openWorkspace();
    await workspace.start();
    workspace.write({ 'server.ts': 'listen', 'nginx.conf': 'events { }' });
    await workspace.reload();
    expect(machine.files.get('exercise/nginx.conf')).toBe('events { }');
    await vi.waitFor(() => expect(machine.last('edge.cjs').typed).toMatch(/ \{"type":"reload"\}\n$/));
  });

  test('an edge whose conf is refused ends the start', async () => {
    const { workspace, machine, printed } = openWorkspace();
    machine.edge = (edge) => {
      edge.print('nginx: [emerg] unknown directive "proxy_bufering" in exercise/nginx.conf:3\n');
      edge.end(1);
    };
    expect(await workspace.start()).toEqual({ status: 'exited', code: 1, byUser: false });
    expect(printed.lines.join('')).toContain('unknown directive "proxy_bufering"');
    expect(ports(machine)).toEqual(['3001 killed', '3002 killed']);
  });

  test('the preview of a server has the page’s own edge in front', async () => {
    const { workspace, machine } = openWorkspace({ ...PLAN, preview: 'server 2' });
    expect(await workspace.start()).toMatchObject({ status: 'running', port: 8000 });
    const [first, second] = machine.running('edge.cjs');
    expect([first?.args.at(-1), second?.option('upstream')]).toEqual(['exercise/nginx.conf', '3002']);
  });

  test('takes its ports from whoever has them', async () => {
    const { workspace, machine, session } = openWorkspace();
    const other = session.open('other', { ...PROJECT, plan: PLAN });
    const third = session.open('third', PROJECT);
    const seen = transcript(workspace);
    await workspace.start();
    expect(await other.start()).toMatchObject({ status: 'running', port: 8080 });
    expect(workspace.run.value).toEqual({ status: 'stopped' });
    expect(seen.lines.join('')).toContain('port 6379 is wanted by “other”');
    expect(ports(machine)).toEqual(['3001 killed', '3002 killed', '3001', '3002']);
    expect(await third.start()).toMatchObject({ status: 'running', port: 8000 });
    expect(other.run.value.status).toBe('running');
    // Both at once: one of them runs, and nobody waits for ever.
    const both = await Promise.all([workspace.start(), other.start()]);
    expect(both.map(({ status }) => status)).toContain('running');
    expect(third.run.value.status).toBe('running');
  });

  test('tells when a port is a stranger’s', async () => {
    const { workspace, machine, session, printed } = openWorkspace();
    const stranger = session.open('stranger', PROJECT);
    await stranger.start();
    machine.last('server.ts').listen(6379);
    expect(await workspace.start()).toMatchObject({ status: 'exited', code: 1 });
    expect(printed.lines.at(-1)).toBe('session: Could not start: another program listens on port 6379.\n');
  });
});

test('checks find the lab’s programs and the packages that Run starts', async () => {
  const { workspace, machine } = openWorkspace();
  machine.checks = (runner) => {
    runner.control({ type: 'summary', passed: 0, failed: 0, skipped: 0, durationMs: 1 });
    runner.end(0);
  };
  await workspace.check();
  expect(machine.files.has('.lab/redis.cjs')).toBe(true);
  expect(machine.files.has('node_modules/redis/index.js')).toBe(true);
});
