'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(common.mustNotCall());
server.on(
  'connect',
  common.mustCall((req, socket, head) => {
    assert.strictEqual(req.method, 'CONNECT');
    assert.strictEqual(req.url, 'example.com:443');
    assert.strictEqual(head.length, 0);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\nHead');
    socket.on('data', (data) => socket.end(data));
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port, method: 'CONNECT', path: 'example.com:443' });
  req.on('response', common.mustNotCall());
  req.on(
    'connect',
    common.mustCall((res, socket, head) => {
      assert.strictEqual(res.statusCode, 200);
      let text = head.toString();
      socket.on('data', (data) => (text += data));
      socket.on(
        'end',
        common.mustCall(() => {
          assert.strictEqual(text, 'HeadTunnel');
          server.close();
        }),
      );
      socket.end('Tunnel');
    }),
  );
  req.end();
});
