'use strict';
const common = require('../common');
const assert = require('node:assert');
const net = require('node:net');

const server = net.createServer(
  { allowHalfOpen: true },
  common.mustCall((socket) => {
    let text = '';
    socket.on('data', (data) => (text += data));
    socket.on(
      'end',
      common.mustCall(() => {
        assert.strictEqual(socket.readyState, 'writeOnly');
        socket.write(text.toUpperCase());
        setTimeout(() => socket.end('!'), 5);
      }),
    );
  }),
);
server.listen(0, () => {
  const socket = net.connect({ port: server.address().port, allowHalfOpen: true });
  assert.strictEqual(socket.connecting, true);
  assert.strictEqual(socket.readyState, 'opening');
  socket.end('shout');
  socket.on('finish', common.mustCall());
  let text = '';
  socket.setEncoding('utf8').on('data', (data) => (text += data));
  socket.on(
    'end',
    common.mustCall(() => assert.strictEqual(text, 'SHOUT!')),
  );
  socket.on(
    'close',
    common.mustCall((hadError) => {
      assert.strictEqual(hadError, false);
      assert.strictEqual(socket.bytesRead, 6);
      assert.strictEqual(socket.bytesWritten, 5);
      server.close();
    }),
  );
});
