import { execFile, fork, spawn } from 'node:child_process';
const [, self, role] = process.argv;
if (role === 'wait') await new Promise((resolve) => setTimeout(resolve, 5_000));
else if (role !== 'quit') {
  const closed = (child) => new Promise((resolve) => child.on('close', (...status) => resolve(status)));
  for (const [file, args, options] of [['no-such-program', ['a', 'b']], ['/no/such/program'], [process.execPath, [], { cwd: '/no/such/folder' }]]) {
    const child = spawn(file, args, options);
    const events = [];
    child.on('spawn', () => events.push('spawn'));
    child.on('exit', () => events.push('exit'));
    child.on('error', (error) => events.push(['error', error.name, error.code, error.errno, error.syscall === `spawn ${file}`, error.path === file, error.spawnargs]));
    console.log(child.pid, child.stdin !== null, await closed(child), child.exitCode, events);
  }
  for (const args of [[''], [5], ['x', 5], ['x', [], 5], ['x', ['a\0b']], ['x', { cwd: 5 }], ['x', { stdio: 'what' }], ['x', { stdio: ['ipc', 'ipc'] }], ['x', { timeout: -1 }], ['x', { killSignal: 'SIGWHAT' }]]) {
    try {
      spawn(...args);
      console.log('started');
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  try {
    fork();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
  const child = spawn(process.execPath, [self, 'quit']);
  child.stdin.on('error', () => {});
  console.log(await closed(child));
  console.log(child.kill('SIGKILL'), child.stdin.write('late', (error) => console.log(Boolean(error))));
  try {
    child.kill('SIGWHAT');
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
  execFile('no-such-program', ['x'], (error, stdout, stderr) => {
    console.log(error.code, error.message, error.cmd, JSON.stringify([stdout, stderr]));
    const unheard = spawn('no-such-program');
    process.on('uncaughtException', (error) => console.log('uncaught', error.message, unheard.exitCode));
  });
}
