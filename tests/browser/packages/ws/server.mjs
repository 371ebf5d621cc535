import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

const server = createServer((_request, response) => response.end('plain'));
const sockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: { threshold: 100 },
  maxPayload: 300_000,
  handleProtocols: (protocols) => (protocols.has('echo') ? 'echo' : false),
});
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/refused') {
    socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  sockets.handleUpgrade(request, socket, head, (peer) => sockets.emit('connection', peer, request));
});
const closings = [];
sockets.on('connection', (peer, request) => {
  peer.send(`${request.url} ${peer.protocol} ${peer.extensions}`);
  peer.on('message', (data, isBinary) => {
    if (!isBinary && String(data) === 'bye') peer.close(4001, 'as you like');
    else if (!isBinary && String(data) === 'die') peer.terminate();
    else peer.send(data, { binary: isBinary });
  });
  peer.on('ping', (data) => console.log('server: ping', String(data)));
  peer.on('error', (error) => console.log('server:', error.name, error.code, error.message));
  peer.on('close', (code, reason) => closings.push(`server: close ${code} ${reason}`));
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const at = `127.0.0.1:${server.address().port}`;
console.log(await (await fetch(`http://${at}/`)).text());

const next = async (socket) => {
  const [data, isBinary] = await once(socket, 'message');
  return isBinary
    ? `${data.length} bytes, last ${data.at(-1)}`
    : `${String(data).length}: ${String(data).slice(0, 80)}`;
};
const greeted = async (path, options) => {
  const socket = new WebSocket(`ws://${at}${path}`, ['other', 'echo'], options);
  return { socket, greeting: await next(socket) };
};
const open = async (path, options) => {
  const { socket, greeting } = await greeted(path, options);
  console.log(path, greeting);
  return socket;
};

/** Either end may hear of the end first. */
const ended = async (socket) => {
  const [code, reason] = await once(socket, 'close');
  while (closings.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  console.log('client: close', code, String(reason), closings.splice(0));
};

const one = await open('/chat?room=1');
for (const message of ['hello', 'ä€😀', 'x'.repeat(200_000), Buffer.alloc(70_000, 7), '']) {
  one.send(message);
  console.log(await next(one));
}
one.ping('are you there?');
console.log('pong', String((await once(one, 'pong'))[0]));
one.send('bye');
await ended(one);

const two = await open('/plain', { perMessageDeflate: false });
two.send('die');
await ended(two);

const three = await open('/large');
three.send('x'.repeat(300_001));
await ended(three);

const four = new WebSocket(`ws://${at}/refused`);
const [error] = await once(four, 'error');
console.log(error.name, error.message);

const many = await Promise.all(Array.from({ length: 10 }, (_, index) => greeted(`/${index}`)));
console.log(many.map(({ greeting }) => greeting));
for (const { socket } of many) socket.close(1000);
await Promise.all(many.map(({ socket }) => once(socket, 'close')));
while (sockets.clients.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
console.log(closings);
server.close(() => console.log('server closed', sockets.clients.size));
