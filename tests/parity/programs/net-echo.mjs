import { connect, createServer } from 'node:net';
// What the two ends see is printed apart: nothing says which of them hears first.
const ends = { server: [], client: [] };
const server_ = (...words) => ends.server.push(words.join(' '));
const client_ = (...words) => ends.client.push(words.join(' '));
const server = createServer((socket) => {
  server_('connection', socket.remoteFamily, socket.readyState);
  socket.on('data', (chunk) => socket.write(`echo ${chunk}`));
  socket.on('end', () => server_('end', socket.readyState));
  socket.on('close', (hadError) => server_('close', hadError, socket.bytesRead, socket.bytesWritten));
});
server.listen(0, '127.0.0.1', () => {
  const { port, family, address } = server.address();
  console.log('listening', address, family, port > 0);
  const client = connect(port, '127.0.0.1');
  client_(client.connecting, client.pending, client.readyState);
  client.on('connect', () => {
    client_('connect', client.remoteAddress, client.remotePort === port, client.localAddress);
    client.write('hello');
  });
  client.on('ready', () => client_('ready', client.connecting, client.readyState));
  client.on('data', (chunk) => {
    client_('data', chunk.toString(), Buffer.isBuffer(chunk));
    client.end(() => client_('finished'));
  });
  client.on('end', () => client_('end'));
  client.on('close', (hadError) => {
    client_('close', hadError, client.destroyed, client.bytesRead, client.bytesWritten);
    server.close(() => {
      console.log('closed', server.listening, server.address());
      setTimeout(() => console.log(ends), 20);
    });
  });
});
