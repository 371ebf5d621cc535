import http from 'node:http';
import net from 'node:net';
const server = http.createServer((_req, res) => res.end('fine'));
server.listen(0, '127.0.0.1', async () => {
  const send = (text) =>
    new Promise((resolve) => {
      const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write(text));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(JSON.stringify(received.replace(/Date: [^\r]+/, 'Date'))));
    });
  const wrong = {
    words: 'what is this\r\n\r\n',
    method: 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
    version: 'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    colon: 'GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n',
    length: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
    twice: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    both: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    value: 'GET / HTTP/1.1\r\nHost: x\r\nA: \u0001\r\n\r\n',
    feed: 'GET / HTTP/1.1\nHost: x\n\n',
    large: `GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`,
    host: 'GET / HTTP/1.1\r\n\r\n',
    fold: 'GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n',
  };
  for (const [name, text] of Object.entries(wrong)) console.log(name, await send(text));
  server.on('clientError', (error, socket) => {
    console.log(error.name, error.code, error.message, error.reason, error.rawPacket?.length, error.bytesParsed);
    socket.end('HTTP/1.1 400 Mine\r\n\r\n');
  });
  for (const [name, text] of Object.entries(wrong)) console.log(name, await send(text));
  server.close();
});
