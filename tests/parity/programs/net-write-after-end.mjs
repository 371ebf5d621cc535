import { connect, createServer } from 'node:net';
const server = createServer((socket) => {
  socket.end('bye');
  socket.on('error', () => {});
}).listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  client.resume();
  client.on('error', (error) => console.log('error:', error.code, error.message));
  client.on('end', () => {
    setTimeout(() => {
      const accepted = client.write('too late', (error) => {
        console.log('callback:', error.code, error.message);
        writeAgain();
      });
      console.log('write:', accepted);
    }, 20);
  });
  client.on('close', (hadError) => console.log('close', hadError));
  const writeAgain = () => {
    const second = connect(server.address().port, '127.0.0.1', () => {
      second.end();
      second.write('x', (error) => console.log('callback:', error.code, error.message));
    });
    second.on('error', (error) => console.log('error:', error.code, error.message));
    second.on('close', () => {
      second.write('y', (error) => console.log('destroyed:', error.code, error.message));
      server.close();
    });
  };
});
