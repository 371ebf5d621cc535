'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = net.createServer((socket) => {
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 0\r\n\r\n'));
});
server.listen(0, () => {
  const { port } = server.address();
  http.get({ port }, common.mustNotCall()).on(
    'error',
    common.mustCall((error) => {
      assert.strictEqual(error.code, 'HPE_INVALID_HEADER_TOKEN');
      http.get(
        { port, insecureHTTPParser: true },
        common.mustCall((res) => {
          assert.strictEqual(res.headers.x, 'a\x01b');
          res.resume().on('end', () => server.close());
        }),
      );
    }),
  );
});
