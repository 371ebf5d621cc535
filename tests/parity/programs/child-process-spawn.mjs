import { spawn } from 'node:child_process';
const [, self, role] = process.argv;
const closed = (child) => new Promise((resolve) => child.on('close', (...status) => resolve(status)));
if (role === 'upper') {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  process.stdout.write(text.toUpperCase());
  process.exitCode = 3;
} else if (role === 'report') {
  console.log(process.argv.slice(3), process.env.COLOUR, process.env.HOME, process.cwd());
  console.error('to stderr');
} else {
  const child = spawn(process.execPath, [self, 'upper']);
  console.log(child.stdio.length, child.exitCode, child.signalCode, child.killed, child.connected, child.spawnargs.slice(2), typeof child.send);
  const order = [];
  for (const event of ['spawn', 'exit', 'close']) child.on(event, (...args) => order.push([event, ...args]));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  child.stdout.on('end', () => order.push(['stdout end']));
  child.stdin.write('hällo ');
  child.stdin.end('world');
  console.log(await closed(child), text, typeof child.pid);
  console.log(order);
  console.log(child.kill(), child.killed, child.exitCode, child.stdin.destroyed, child.stdout.destroyed);

  const other = spawn(process.execPath, [self, 'report', 'a b', "it's"], { cwd: '/', env: { COLOUR: 'blue' }, stdio: ['ignore', 'pipe', 'pipe'] });
  console.log(other.stdin, other.stdio.map(Boolean));
  let out = '';
  let err = '';
  other.stdout.on('data', (part) => (out += part));
  other.stderr.on('data', (part) => (err += part));
  await closed(other);
  console.log(out.trim(), '|', err.trim());

  const silent = spawn(process.execPath, [self, 'report'], { stdio: 'ignore' });
  console.log(silent.stdout, silent.stderr, await closed(silent));
  const unread = spawn(process.execPath, [self, 'report']);
  console.log('nobody reads', await closed(unread));
}
