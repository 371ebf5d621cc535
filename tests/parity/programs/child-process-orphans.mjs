import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const [role, port] = process.argv.slice(2);
const file = import.meta.filename;

/** A process that outlives its parent tells what it sees over a connection. */
if (role === 'leaf') {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('leaf runs\n');
  process.on('message', (message) => socket.write(`leaf got ${message}\n`));
  process.once('disconnect', () => {
    socket.write(`leaf disconnected ${process.connected} ${typeof process.send}\n`);
    try {
      process.send('anyone?', (error) => socket.write(`leaf send ${error?.code}\n`));
    } catch (error) {
      socket.write(`leaf send threw ${error.code}\n`);
    }
    setTimeout(() => socket.end('leaf goes on, then ends\n'), 20);
  });
  process.send('ready');
} else if (role === 'idle') {
  // Nothing but its channel keeps it.
  process.on('message', () => {});
  const socket = connect(port, '127.0.0.1');
  socket.unref();
  process.on('disconnect', () => socket.write('idle disconnected\n'));
  process.send('ready');
} else if (role === 'plain') {
  const socket = connect(port, '127.0.0.1');
  socket.on('connect', () => socket.write('plain runs\n'));
  socket.on('data', (data) => {
    if (String(data) === 'go on') process.stdout.write('ready\n');
    else socket.end(`plain heard ${data}\n`);
  });
} else if (role === 'middle') {
  const [leaf, idle] = ['leaf', 'idle'].map((name) => fork(file, [name, port]));
  const plain = spawn(process.execPath, [file, 'plain', port], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.all([once(leaf, 'message'), once(idle, 'message'), once(plain.stdout, 'data')]);
  leaf.send('hello');
  // With children and channels open it would never end by itself.
  setTimeout(() => process.exit(4), 30);
} else {
  const said = [];
  const ended = [];
  let plain = null;
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (data) => {
      text += data;
      if (text !== 'plain runs\n') return;
      plain = socket;
      socket.write('go on');
    });
    ended.push(
      once(socket, 'close').then(() => {
        if (text) said.push(text);
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const middle = fork(file, ['middle', server.address().port]);
  console.log('middle', await once(middle, 'exit'), middle.connected);
  // Nobody told it of its parent's end.
  plain.write('the rest');
  await Promise.all(ended);
  console.log(said.sort().join(''));
  server.close();
}
