'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer({ keepAliveTimeout: 0 }, (req, res) => {
  if (req.url === '/slow') res.write('part');
  else res.end('quick');
});
server.listen(0, () => {
  const { port } = server.address();
  const open = (path) =>
    new Promise((resolve) => {
      const socket = net.connect(port, () => socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`));
      socket.once('data', () => resolve(socket));
    });
  Promise.all([open('/slow'), open('/quick')]).then(
    common.mustCall(([slow, quick]) => {
      slow.on('end', common.mustCall());
      quick.on(
        'close',
        common.mustCall(() => {
          assert.strictEqual(slow.readyState, 'open');
          server.closeAllConnections();
        }),
      );
      slow.on('error', () => {});
      slow.on('close', common.mustCall());
      quick.resume();
      slow.resume();
      server.close(common.mustSucceed(() => assert.strictEqual(server.listening, false)));
      assert.strictEqual(server.listening, false);
      server.close(common.expectsError({ code: 'ERR_SERVER_NOT_RUNNING' }));
    }),
  );
});
