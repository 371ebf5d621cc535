import { spawn } from 'node:child_process';
const [, self, role] = process.argv;
if (role) {
  process.stdout.write(`${role} says hello\n`);
} else {
  const run = (name, stdio) => new Promise((resolve) => {
    const child = spawn(process.execPath, [self, name], { stdio });
    child.stdout?.on('data', (text) => process.stdout.write(`piped: ${text}`));
    child.on('close', (code) => resolve([code, child.stdio.map(Boolean)]));
  });
  console.log(await run('first', 'inherit'));
  console.log(await run('second', ['ignore', 'inherit', 'ignore']));
  console.log(await run('third', [0, 1, 2]));
  console.log(await run('fourth', ['pipe', process.stdout, process.stderr]));
  console.log(await run('fifth', 'pipe'));
  console.log(await run('sixth', ['ignore', 'ignore', 'pipe']));
}
