'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer(
  { headersTimeout: 60, requestTimeout: 120, connectionsCheckingInterval: 20 },
  (req, res) => {
    req.on('error', () => {});
    req.resume().on('end', () => res.end());
  },
);
assert.strictEqual(server.headersTimeout, 60);
assert.strictEqual(server.requestTimeout, 120);
server.listen(0, () => {
  let left = 2;
  const send = (bytes) => {
    const socket = net.connect(server.address().port, () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1').on('data', (data) => (text += data));
    socket.on('error', () => {});
    socket.on(
      'close',
      common.mustCall(() => {
        assert.strictEqual(text, 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        if (--left === 0) server.close();
      }),
    );
  };
  send('GET / HTTP/1.1\r\nHost: a\r\n');
  send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345');
});
