'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer(common.mustCall((_req, res) => res.end('ok'), 2));
server.maxRequestsPerSocket = 2;
server.on(
  'dropRequest',
  common.mustCall((request, socket) => {
    assert.strictEqual(request.url, '/3');
    assert.ok(socket instanceof net.Socket);
  }),
);
server.listen(0, () => {
  const socket = net.connect(server.address().port);
  let text = '';
  let asked = 0;
  const ask = () => socket.write(`GET /${++asked} HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n`);
  ask();
  ask();
  ask();
  socket.setEncoding('latin1').on('data', (data) => {
    text += data;
    if (text.includes('503')) socket.end();
  });
  socket.on('error', () => {});
  socket.on(
    'close',
    common.mustCall(() => {
      const [first, second, third] = text.split(/(?=HTTP\/1\.1 )/);
      assert.match(first, /^HTTP\/1\.1 200 OK[\s\S]*\r\nConnection: keep-alive\r\n/);
      assert.match(first, /\r\nKeep-Alive: timeout=5, max=2\r\n/);
      assert.match(second, /^HTTP\/1\.1 200 OK[\s\S]*\r\nConnection: close\r\n/);
      assert.match(third, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
      server.close();
    }),
  );
});
