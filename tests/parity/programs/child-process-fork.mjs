import { fork, spawn } from 'node:child_process';
const [, self, role] = process.argv;
if (role === 'child') {
  process.on('message', (message) => {
    if (message === 'disconnect') process.disconnect();
    else if (message === 'exit') process.exit(5);
    else process.send({ got: message });
  });
  process.on('disconnect', () => console.log('child: disconnect', process.connected));
  process.send(['ready', process.argv.slice(3), process.connected]);
} else {
  const next = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
  for (const end of ['disconnect', 'exit', 'kill', 'parent']) {
    const child = fork(self, ['child', 'x'], { silent: true });
    const order = [];
    for (const event of ['disconnect', 'exit', 'close']) child.on(event, (...args) => order.push([event, ...args, child.connected]));
    child.stdout.on('data', (text) => order.push(String(text).trim()));
    console.log(end, child.connected, child.stdio.length, await next(child, 'message'));
    console.log(child.send({ a: [1, undefined, new Date(0)], gone: undefined, nan: Number.NaN }, (error) => console.log('sent', error)));
    console.log(await next(child, 'message'));
    // After disconnect() in the parent, Node never emits 'close'.
    const ended = next(child, end === 'parent' ? 'exit' : 'close');
    if (end === 'kill') child.kill();
    else if (end === 'parent') child.disconnect();
    else child.send(end);
    await ended;
    // Which of its last words and its end comes first is a race on Node too.
    console.log(order.filter((entry) => typeof entry === 'string'), order.filter((entry) => typeof entry !== 'string' && entry[0] === 'exit'), child.connected);
    console.log(child.send('late', (error) => console.log(error.code, error.message)));
    const [error] = await (child.send('later'), next(child, 'error'));
    console.log(error.code, error.message);
    const [again] = await (setTimeout(() => child.disconnect()), next(child, 'error'));
    console.log(again.code, again.message);
  }
  const child = fork(self, ['child'], { silent: true });
  for (const bad of [undefined, Symbol('s'), 5n]) {
    try {
      child.send(bad);
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  child.kill();
  const plain = spawn(process.execPath, [self, 'nothing'], { stdio: 'ignore' });
  console.log(typeof plain.send, plain.connected, typeof process.send, process.connected);
  plain.kill();
}
