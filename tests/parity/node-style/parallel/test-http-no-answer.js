'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

// Ends without a word, answers with nonsense, is not there.
const server = net.createServer(
  common.mustCall((socket) => {
    socket.once('data', (data) => {
      if (String(data).startsWith('GET /silent')) socket.end();
      else socket.end('NONSENSE\r\n\r\n');
    });
  }, 2),
);
server.listen(0, () => {
  const { port } = server.address();
  const silent = http.get({ port, path: '/silent' }, common.mustNotCall());
  silent.on('error', common.expectsError({ code: 'ECONNRESET', message: 'socket hang up' }));
  const nonsense = http.get({ port, path: '/nonsense' }, common.mustNotCall());
  nonsense.on(
    'error',
    common.mustCall((error) => {
      assert.match(error.code, /^HPE_/);
      assert.strictEqual(String(error.rawPacket), 'NONSENSE\r\n\r\n');
      server.close(() => {
        const refused = http.get({ port, host: '127.0.0.1' }, common.mustNotCall());
        refused.on(
          'error',
          common.expectsError({ code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port }),
        );
        refused.on('close', common.mustCall());
      });
    }),
  );
});
