import http from 'node:http';
import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const start = async (options, listener) => {
  const server = http.createServer(options, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const raw = (server, text) =>
  new Promise((resolve) => {
    const socket = net.connect(server.address().port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', (error) => {
      received += error.code;
    });
    socket.on('close', () => resolve(received.split('\r\n')[0]));
    socket.write(text);
  });
const slow = await start({ headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 }, (req, res) => {
  req.on('error', (error) => console.log('request error', error.code));
  req.on('data', () => {});
  req.on('end', () => res.end('ok'));
});
console.log('defaults', http.createServer().requestTimeout, http.createServer().headersTimeout, http.createServer().keepAliveTimeout, http.createServer().timeout);
console.log('headers:', await raw(slow, 'GET / HTTP/1.1\r\nHost: x\r\n'));
console.log('body:', await raw(slow, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc'));
slow.close();

const idle = await start({ keepAliveTimeout: 30, keepAliveTimeoutBuffer: 0 }, (_req, res) => res.end('ok'));
const begin = Date.now();
console.log('keep-alive:', await raw(idle, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'), Date.now() - begin < 1000);
idle.close();

const silent = await start({}, (_req, res) => res.write('x'));
silent.setTimeout(40);
console.log('setTimeout:', await raw(silent, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
silent.setTimeout(40, (socket) => {
  console.log('listener gets a socket', socket instanceof net.Socket);
  socket.destroy();
});
console.log('with listener:', await raw(silent, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
silent.close();

const never = await start({}, () => {});
const req = http.get({ port: never.address().port, host: '127.0.0.1', timeout: 40 });
req.on('timeout', () => {
  console.log('client timeout', req.destroyed);
  req.destroy(new Error('took too long'));
});
console.log('client:', (await once(req, 'error')).message);
const later = http.get({ port: never.address().port, host: '127.0.0.1', agent: false });
later.setTimeout(40, () => later.destroy());
console.log('client:', (await once(later, 'error')).message);
never.close();
try {
  http.createServer({ requestTimeout: 10, headersTimeout: 20 });
} catch (error) {
  console.log(error.code, error.message);
}
