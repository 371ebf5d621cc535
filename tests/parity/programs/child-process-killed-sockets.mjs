// What the peers of a process see when it dies: a kernel closes its sockets as close(2) would.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
const [, self, role] = process.argv;
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
if (role === 'server') {
  const server = createServer((socket) => {
    socket.write('hello');
    socket.once('data', (text) => {
      if (String(text) === 'stop reading') socket.pause();
      socket.write('heard');
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  for (const [name, unread] of [['everything was read', false], ['bytes are left unread', true]]) {
    const child = spawn(process.execPath, [self, 'server'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = await once(child.stdout, 'data');
    const client = connect(Number(port), '127.0.0.1');
    const seen = [];
    client.on('error', (error) => seen.push(`error ${error.code}`));
    client.on('end', () => seen.push('end'));
    client.on('close', (hadError) => seen.push(`close ${hadError}`));
    await once(client, 'data');
    client.write(unread ? 'stop reading' : 'read on');
    await once(client, 'data');
    if (unread) client.write('this stays in the kernel'.repeat(10_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.resume();
    const gone = Promise.all([once(child, 'exit'), once(client, 'close')]);
    child.kill('SIGKILL');
    await gone;
    console.log(name, seen);
    const again = connect(Number(port), '127.0.0.1');
    console.log((await once(again, 'error'))[0].code);
  }
}
