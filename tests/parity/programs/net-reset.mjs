import { connect, createServer } from 'node:net';
const show = (who) => (error) => console.log(who, error.name, error.message, error.code, error.syscall, error.errno);
const server = createServer((socket) => {
  socket.on('error', show('server:'));
  socket.on('close', (hadError) => console.log('server: close', hadError));
  socket.once('data', (text) => {
    if (String(text) === 'reset me') socket.resetAndDestroy();
  });
}).listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await new Promise((resolve) => {
    const client = connect(port, '127.0.0.1', () => client.write('reset me'));
    client.on('error', show('client:'));
    client.on('end', () => console.log('client: end (wrong)'));
    client.on('close', (hadError) => {
      console.log('client: close', hadError);
      setTimeout(resolve, 20);
    });
  });
  await new Promise((resolve) => {
    const client = connect(port, '127.0.0.1', () => {
      client.write('hello', () => client.resetAndDestroy());
    });
    client.on('close', (hadError) => {
      console.log('client: close', hadError);
      setTimeout(resolve, 20);
    });
  });
  const never = new (await import('node:net')).Socket();
  never.on('error', (error) => console.log(error.code, error.message));
  never.resetAndDestroy();
  server.close();
});
