import { connect, createServer } from 'node:net';
const order = [];
const server = createServer((socket) => {
  socket.resume();
  socket.on('end', () => order.push('server: end'));
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const client = connect(port, '127.0.0.1', () => {
    server.close(() => {
      order.push('closed');
      console.log(order.join('\n'));
    });
    console.log(server.listening, server.address());
    const late = connect(port, '127.0.0.1');
    late.on('error', (error) => {
      console.log(error.code);
      setTimeout(() => {
        order.push('client: end()');
        client.end();
      }, 20);
    });
  });
});
