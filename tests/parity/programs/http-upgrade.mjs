import http from 'node:http';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const server = http.createServer((_req, res) => res.end('plain')).listen(0, '127.0.0.1');
server.on('upgrade', (req, socket, head) => {
  console.log('server: upgrade', req.headers.upgrade, head.length, socket.readable);
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: shout\r\nConnection: Upgrade\r\n\r\nWELCOME');
  socket.on('data', (chunk) => socket.write(String(chunk).toUpperCase()));
  socket.on('end', () => socket.end());
});
server.on('connect', (req, socket, head) => {
  console.log('server: connect', req.url, String(head));
  socket.end('HTTP/1.1 200 Connection established\r\n\r\ntunnel');
});
await once(server, 'listening');
const { port } = server.address();
const req = http.get({ port, host: '127.0.0.1', headers: { Connection: 'Upgrade', Upgrade: 'shout' } });
const [res, socket, head] = await once(req, 'upgrade');
console.log(res.statusCode, res.headers.upgrade, res.upgrade, String(head));
socket.write('hello');
console.log(String((await once(socket, 'data'))[0]));
socket.end();
await once(socket, 'close');

const tunnel = http.request({ port, host: '127.0.0.1', method: 'CONNECT', path: 'example.com:443' });
tunnel.end();
const [answer, pipe, first] = await once(tunnel, 'connect');
let text = String(first);
pipe.on('data', (chunk) => {
  text += chunk;
});
await once(pipe, 'end');
console.log(answer.statusCode, answer.statusMessage, text);

server.removeAllListeners('upgrade');
const ignored = http.get({ port, host: '127.0.0.1', headers: { Connection: 'Upgrade', Upgrade: 'shout' } }, (plain) => {
  console.log('ignored upgrade:', plain.statusCode);
  plain.resume().on('end', () => server.close());
});
ignored.on('error', (error) => console.log('error', error.code));
