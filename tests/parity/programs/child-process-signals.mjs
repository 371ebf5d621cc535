import { spawn } from 'node:child_process';
const [, self, role] = process.argv;
if (role === 'wait') {
  console.log('ready');
  setInterval(() => {}, 1000);
} else if (role === 'polite') {
  process.on('SIGTERM', (signal) => {
    console.log('got', signal);
    process.exit(7);
  });
  process.on('SIGINT', (signal) => console.log('ignored', signal));
  console.log('ready');
  setInterval(() => {}, 1000);
} else {
  const start = async (role, options) => {
    const child = spawn(process.execPath, [self, role], options);
    let text = '';
    await new Promise((resolve) => child.stdout.on('data', (part) => resolve((text += part))));
    const closed = new Promise((resolve) => child.on('close', (...status) => resolve([...status, text.replaceAll('\n', ' ')])));
    return { child, closed };
  };
  const signals = [undefined, 'SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'sigterm', 15, 9];
  const waiting = await Promise.all(signals.map(() => start('wait')));
  for (const [index, { child, closed }] of waiting.entries()) {
    const signal = signals[index];
    console.log(signal, child.kill(0), child.kill(signal), child.killed, await closed, child.exitCode, child.signalCode);
  }
  const { child, closed } = await start('polite');
  child.kill('SIGINT');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  console.log(child.kill(), await closed, child.killed, child.signalCode);

  const controller = new AbortController();
  const aborted = await start('wait', { signal: controller.signal });
  aborted.child.on('error', (error) => console.log(error.name, error.code, error.message, error.cause === 'enough'));
  controller.abort('enough');
  console.log(await aborted.closed);

  // Its time is up whether or not it has begun to speak.
  const late = spawn(process.execPath, [self, 'wait'], { timeout: 100, killSignal: 'SIGKILL' });
  console.log(await new Promise((resolve) => late.on('close', (...status) => resolve(status))), late.killed);
}
