import { expect, test, vi } from 'vitest';
import { openPage, PROJECT, transcript } from './page.ts';

function open() {
  const { session, machine } = openPage();
  const workspace = session.open('exercise', PROJECT);
  const printed = transcript(workspace);
  const lines = () => printed.chunks.map(({ process, text }) => [process, text.trimEnd()]);
  return { workspace, machine, lines };
}

test('a command runs in the project’s folder, with the files as they were last written', async () => {
  const { workspace, machine, lines } = open();
  workspace.write({ ...PROJECT.files, 'hello.ts': 'console.log(1)' });
  machine.server = (process) => {
    process.print('1\n');
    process.end(0);
  };
  await workspace.execute('NAME="a b" node --enable-source-maps hello.ts two');
  expect(machine.files.get('exercise/hello.ts')).toBe('console.log(1)');
  const { args, options } = machine.processes.at(-1) ?? {};
  expect(args).toEqual(['--enable-source-maps', 'hello.ts', 'two']);
  expect(options).toMatchObject({ cwd: 'exercise', env: { NAME: 'a b', FORCE_COLOR: '1' } });
  expect(options?.env).not.toHaveProperty('NO_COLOR');
  expect(lines()).toEqual([
    [null, '$ NAME="a b" node --enable-source-maps hello.ts two'],
    ['hello.ts', '1'],
  ]);
  expect(workspace.commands.value).toEqual([]);
});

test('commands run side by side, are told apart, and can be stopped', async () => {
  const { workspace, lines } = open();
  const first = workspace.execute('curl -N localhost:3000/events');
  await vi.waitFor(() => expect(workspace.commands.value).toHaveLength(1));
  const second = workspace.execute('curl -N localhost:3000/events');
  await vi.waitFor(() => expect(workspace.commands.value.map(({ name }) => name)).toEqual(['curl', 'curl 2']));
  await workspace.commands.value[0]?.kill();
  await first;
  expect(workspace.commands.value.map(({ name }) => name)).toEqual(['curl 2']);
  expect(lines()).toContainEqual([null, 'curl ended with code 137']);
  await workspace.commands.value[0]?.kill();
  await second;
});

test.each(['ls | wc', 'echo $HOME', 'node a.ts > b', 'a && b'])('what needs a shell is refused: %s', async (line) => {
  const { workspace, machine, lines } = open();
  await workspace.execute(line);
  expect(lines().at(-1)?.[1]).toMatch(/^There is no shell here/);
  expect(machine.processes).toEqual([]);
});

test('what the machine will not start is told', async () => {
  const { workspace, lines } = open();
  await workspace.execute('vim server.ts');
  expect(lines().at(-1)?.[1]).toBe('no program vim');
});
