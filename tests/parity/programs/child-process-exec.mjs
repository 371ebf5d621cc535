import { exec, execFile } from 'node:child_process';
import { promisify } from 'node:util';
const [, self, role, count] = process.argv;
const node = process.execPath;
const clean = (text) => String(text).replaceAll(node, 'node').replaceAll(self, 'self');
if (role === 'print') {
  console.log('x'.repeat(Number(count)));
} else if (role === 'fail') {
  console.error('went wrong');
  process.exitCode = Number(count);
} else if (role === 'wait') {
  // On Node a timeout ends the shell only: this child ends by itself.
  setTimeout(() => {}, 3000);
  console.log('waiting');
} else if (role === 'words') {
  console.log(process.argv.slice(3), process.env.COLOUR);
} else {
  const run = (runner, ...args) => new Promise((resolve) => runner(...args, (error, stdout, stderr) => {
    console.log(error && [error.name, error.code, error.killed, error.signal, clean(error.cmd), clean(error.message)], [stdout, stderr]);
    resolve();
  }));
  await run(exec, `${node} ${self} print 3`);
  await run(exec, `COLOUR=blue ${node} ${self} words 'a b' "it's" c\\ d --e=f`);
  await run(exec, `${node} ${self} fail 4`);
  await run(exec, 'no-such-program x');
  await run(exec, `${node} ${self} wait`, { timeout: 500 });
  await run(execFile, node, [self, 'print', '2']);
  await run(execFile, node, [self, 'words', '$HOME', '*', 'a;b']);
  await run(execFile, node, [self, 'print', '5'], { encoding: 'buffer' });
  await run(execFile, node, [self, 'print', '50'], { maxBuffer: 10 });
  await run(execFile, node, [self, 'fail', '9']);
  const { stdout, stderr } = await promisify(execFile)(node, [self, 'print', '1']);
  console.log([stdout, stderr]);
  const error = await promisify(exec)(`${node} ${self} fail 2`).catch((error) => error);
  console.log(error.code, [error.stdout, error.stderr]);
  const promise = promisify(execFile)(node, [self, 'print', '1']);
  console.log(typeof promise.child.kill);
  await promise;
}
