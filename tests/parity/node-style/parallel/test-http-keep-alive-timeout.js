'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer({ keepAliveTimeout: 40, keepAliveTimeoutBuffer: 0 }, (_req, res) => res.end('x'));
server.listen(0, () => {
  const socket = net.connect(server.address().port, () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
  let text = '';
  let answered = 0;
  socket.setEncoding('latin1').on('data', (data) => {
    text += data;
    answered ||= performance.now();
  });
  socket.on(
    'end',
    common.mustCall(() => {
      assert.match(text, /\r\nConnection: keep-alive\r\n/);
      assert.match(text, /\r\nKeep-Alive: timeout=\d+\r\n/);
      assert.ok(performance.now() - answered > 20);
      server.close();
    }),
  );
});
