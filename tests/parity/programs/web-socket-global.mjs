import { createHash } from 'node:crypto';
import http from 'node:http';
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
/** One frame of a server: its first byte, the length, the content. */
const frame = (first, content) => Buffer.concat([Buffer.from(content.length < 126 ? [first, content.length] : [first, 126, content.length >> 8, content.length & 255]), content]);
function unmask(frame) {
  const extended = (frame[1] & 127) === 126;
  const start = extended ? 8 : 6;
  const length = extended ? frame.readUInt16BE(2) : frame[1] & 127;
  const mask = frame.subarray(start - 4, start);
  return { opcode: frame[0] & 15, content: Buffer.from(frame.subarray(start, start + length).map((byte, i) => byte ^ mask[i % 4])), rest: frame.subarray(start + length) };
}
const server = http.createServer();
server.on('upgrade', (req, socket) => {
  if (req.url === '/refuse') return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  const key = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const protocol = req.headers['sec-websocket-protocol']?.split(',')[0];
  const accept = req.url === '/wrong-key' ? 'nonsense' : key;
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ''}\r\n`);
  console.log('upgrade', req.url, req.headers['sec-websocket-version'], protocol, req.headers.host === `127.0.0.1:${server.address().port}`, req.headers['x-mine']);
  if (req.url === '/drop') return socket.destroy();
  if (req.url === '/bad') return socket.write(Buffer.from([0x83, 0]));
  socket.on('error', () => {});
  socket.on('data', (data) => {
    for (let rest = data; rest.length > 0; ) {
      const { opcode, content, rest: after } = unmask(rest);
      rest = after;
      if (opcode === 8) {
        socket.end(frame(0x88, content));
        return;
      }
      if (String(content) === 'close me') socket.write(frame(0x88, Buffer.concat([Buffer.from([0x0f, 0xa0]), Buffer.from('bye')])));
      else if (String(content) === 'pieces') socket.write(Buffer.concat([frame(0x01, Buffer.from('in ')), frame(0x89, Buffer.from('ping')), frame(0x80, Buffer.from('pieces'))]));
      else if (opcode === 10) console.log('pong', String(content));
      else socket.write(frame(0x80 | opcode, content));
    }
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const base = `ws://127.0.0.1:${port}`;
console.log(WebSocket.name, WebSocket.CONNECTING, WebSocket.CLOSED, WebSocket.prototype instanceof EventTarget);
attempt('none', () => new WebSocket());
attempt('no url', () => new WebSocket('nope'));
attempt('scheme', () => new WebSocket('ftp://x'));
attempt('hash', () => new WebSocket(`${base}/#x`));
attempt('protocol twice', () => new WebSocket(base, ['a', 'A']));
attempt('protocol', () => new WebSocket(base, 'a b'));
const socket = new WebSocket(`http://127.0.0.1:${port}/echo`, ['chat', 'other']);
console.log(socket.url === `${base}/echo`, socket.readyState, socket.binaryType, socket.bufferedAmount, JSON.stringify(socket.protocol), socket.onmessage);
attempt('send before', () => socket.send('x'));
attempt('close code', () => socket.close(5));
attempt('close reason', () => socket.close(3000, 'é'.repeat(70)));
const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const opened = await next(socket, 'open');
console.log(opened.constructor.name, opened.target === socket, socket.readyState, socket.protocol);
socket.onmessage = ({ data }) => console.log('handler', typeof data);
for (const data of ['text é', 'x'.repeat(1000), 'pieces', new Blob(['a blob']), new Uint8Array([1, 2, 3]).buffer, new Uint16Array([1, 2])]) {
  socket.send(data);
  const event = await next(socket, 'message');
  console.log(event.constructor.name, event.origin === base, event.data instanceof Blob ? ['blob', Buffer.from(await event.data.arrayBuffer())] : event.data.slice(0, 20));
}
socket.binaryType = 'arraybuffer';
socket.send(new Uint8Array([7]));
console.log((await next(socket, 'message')).data, socket.binaryType);
socket.onmessage = null;
socket.send('close me');
const closed = await next(socket, 'close');
console.log(closed.constructor.name, closed.code, closed.reason, closed.wasClean, socket.readyState);
socket.send('into nothing');
socket.close();
const mine = new WebSocket(`${base}/echo`, { headers: { 'X-Mine': 'yes' } });
await next(mine, 'open');
mine.close(4001, 'my reason');
console.log(mine.readyState);
const end = await next(mine, 'close');
console.log(end.code, end.reason, end.wasClean);
for (const path of ['/drop', '/refuse', '/wrong-key', '/bad']) {
  const events = [];
  const failing = new WebSocket(base + path);
  for (const type of ['open', 'error', 'close']) failing.addEventListener(type, (event) => events.push(type === 'close' ? [type, event.code, event.wasClean] : [type, event.constructor.name]));
  await next(failing, 'close');
  console.log(path, JSON.stringify(events), failing.readyState);
}
server.close();
server.closeAllConnections();
const refused = new WebSocket(base);
refused.onerror = (event) => console.log('error', event.type, event.constructor.name, event.error?.name);
refused.onclose = ({ code, wasClean }) => console.log('close', code, wasClean);
