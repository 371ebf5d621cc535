import http from 'node:http';
import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
for (const options of [{ path: '/a b' }, { method: 'A B' }, { protocol: 'https:' }, { headers: { 'x y': '1' } }, { agent: 5 }, { host: 5 }]) {
  try {
    http.request(options);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  http.get('not a url');
} catch (error) {
  console.log(error.name, error.code, error.message, error.input);
}
const listener = net.createServer().listen(0, '127.0.0.1');
await once(listener, 'listening');
const { port } = listener.address();
listener.close();
await once(listener, 'close');
const refused = http.get({ port, host: '127.0.0.1' });
refused.on('close', () => console.log('close', refused.destroyed));
const error = await once(refused, 'error');
console.log(error.code, error.syscall, error.message.replace(/\d+$/, 'PORT'));

const behaviours = {
  'closes without an answer': (socket) => socket.end(),
  'resets': (socket) => socket.resetAndDestroy(),
  'speaks something else': (socket) => socket.end('SSH-2.0-x\r\n'),
  'stops inside the headers': (socket) => socket.end('HTTP/1.1 200 OK\r\nA: b'),
  'stops inside the body': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
  'stops inside a chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc'),
  'sends a bad chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'),
  'ends the body with the connection': (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'),
};
for (const [name, behave] of Object.entries(behaviours)) {
  const server = net.createServer((socket) => socket.on('error', () => {}).once('data', () => behave(socket))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log = [];
  const req = http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (res) => {
    let body = '';
    res.on('data', (chunk) => {
      body += chunk;
    });
    res.on('end', () => log.push(`end ${body} ${res.complete}`));
    res.on('aborted', () => log.push('aborted'));
    res.on('error', (failure) => log.push(`response error ${failure.code} ${failure.message}`));
    res.on('close', () => log.push(`response close ${res.complete}`));
  });
  req.on('error', (failure) => log.push(`request error ${failure.code} ${failure.message}`));
  await once(req, 'close');
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(`${name}: ${log.join('; ')}`);
  server.close();
}
