import http from 'node:http';
import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
// The server drops the connection exactly when a pooled connection is used again.
const server = net.createServer((socket) => {
  let requests = 0;
  socket.on('error', () => {});
  socket.on('data', () => {
    requests++;
    if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    else socket.resetAndDestroy();
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const agent = new http.Agent({ keepAlive: true });
const get = () =>
  new Promise((resolve) => {
    const req = http.get({ port: server.address().port, host: '127.0.0.1', agent }, (res) => {
      res.resume();
      res.on('end', () => setTimeout(() => resolve(`${res.statusCode} reused ${req.reusedSocket}`), 10));
    });
    req.on('error', (error) => resolve(`${error.code} reused ${req.reusedSocket}`));
  });
console.log(await get());
console.log(await get());
console.log(await get());
agent.destroy();
server.close();
