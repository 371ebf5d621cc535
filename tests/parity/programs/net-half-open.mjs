import { connect, createServer } from 'node:net';
const ends = { server: [], client: [] };
const server_ = (...words) => ends.server.push(words.join(' '));
const client_ = (...words) => ends.client.push(words.join(' '));
const server = createServer({ allowHalfOpen: true }, (socket) => {
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    received += text;
  });
  socket.on('end', () => {
    server_('client ended after', received, socket.readyState, socket.writable);
    setTimeout(() => socket.end('late answer'), 20);
  });
  socket.on('finish', () => server_('finish'));
  socket.on('close', () => server_('close'));
}).listen(0, '127.0.0.1', () => {
  const client = connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true });
  client.setEncoding('utf8');
  client.end('question');
  client_(client.writableEnded, client.writable);
  client.on('data', (text) => client_('got', text, client.readyState));
  client.on('end', () => client_('end', client.destroyed));
  client.on('close', () => {
    client_('close', client.readyState);
    server.close();
    setTimeout(() => console.log(ends), 20);
  });
});
