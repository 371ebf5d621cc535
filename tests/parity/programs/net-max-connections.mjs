import { connect, createServer } from 'node:net';
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
});
server.maxConnections = 1;
server.on('drop', (data) => console.log('drop', Object.keys(data).join(), data.remoteAddress, data.remoteFamily));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const first = connect(port, '127.0.0.1', () => {
    const second = connect(port, '127.0.0.1');
    second.resume();
    second.on('connect', () => console.log('second: connect'));
    second.on('end', () => console.log('second: end'));
    second.on('error', (error) => console.log('second:', error.code));
    second.on('close', () => {
      console.log('second: close');
      server.getConnections((error, count) => {
        console.log(error, count);
        first.end();
      });
      server.close(() => console.log('closed'));
    });
  });
});
