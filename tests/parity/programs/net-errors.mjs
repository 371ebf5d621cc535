import { connect, createServer } from 'node:net';
const show = (error) => console.log(error.name, '|', error.message.replace(/\d{4,5}/, 'PORT'), '|', error.code, error.errno, error.syscall, error.address, typeof error.port);
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

const first = createServer().listen(0, '127.0.0.1');
await once(first, 'listening');
const { port } = first.address();

const second = createServer();
second.listen(port, '127.0.0.1');
show(await once(second, 'error'));
console.log(second.listening, second.address());

try {
  first.listen(port);
} catch (error) {
  console.log(error.name, error.code, error.message);
}
first.close();
await once(first, 'close');

const refused = connect(port, '127.0.0.1');
refused.on('close', (hadError) => console.log('close', hadError));
show(await once(refused, 'error'));
console.log(refused.destroyed, refused.connecting);
await new Promise((resolve) => setTimeout(resolve, 20));

const unknown = connect({ port, host: 'nowhere.invalid' });
const error = await once(unknown, 'error');
console.log(error.message, error.code, error.syscall, error.hostname);

for (const bad of [{ port: 70000 }, { port: -1 }, { port: 'abc' }, {}]) {
  try {
    connect({ host: '127.0.0.1', ...bad });
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  createServer().listen(65536);
} catch (error) {
  console.log(error.name, error.code, error.message);
}
const closed = createServer();
closed.close((error) => console.log(error.code, error.message));
