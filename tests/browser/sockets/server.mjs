import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const log = [];
const server = createServer((request, response) => {
  if (request.url === '/log') return response.end(JSON.stringify(log));
  response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'who=me' }).end(readFileSync('page.html'));
});
const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
});
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/refused') return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  if (request.url === '/nothing') return socket.destroy();
  sockets.handleUpgrade(request, socket, head, (open) => {
    const { origin, cookie, host } = request.headers;
    log.push(['open', request.url, origin === `http://${host}`, cookie, open.protocol]);
    open.on('close', (code, reason) => log.push(['close', request.url, code, String(reason)]));
    open.on('error', ({ code }) => log.push(['error', request.url, code]));
    if (request.url === '/cut') return setTimeout(() => open.terminate(), 400);
    if (request.url === '/bye') return setTimeout(() => open.close(4001, 'bye ä'), 400);
    if (request.url === '/bad') return setTimeout(() => socket.write(Buffer.from([0x83, 0])), 400);
    if (request.url === '/parts') {
      open.send('first ', { fin: false });
      open.ping('are you there');
      open.on('pong', (data) => {
        log.push(['pong', String(data)]);
        open.send('second', { fin: true });
      });
    }
    open.on('message', (data, isBinary) => {
      if (String(data) === 'length') open.send(String(data.length));
      else open.send(data, { binary: isBinary });
    });
  });
});
server.listen(Number(process.env.PORT));
