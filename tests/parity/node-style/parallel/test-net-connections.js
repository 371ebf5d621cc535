'use strict';
const common = require('../common');
const assert = require('node:assert');
const net = require('node:net');

const server = net.createServer(common.mustCall((socket) => socket.resume(), 3));
server.maxConnections = 3;
server.on(
  'drop',
  common.mustCall((data) => assert.strictEqual(data.remoteFamily, 'IPv4')),
);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const sockets = [];
  const open = () =>
    new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
      sockets.push(socket);
    });
  (async () => {
    for (let i = 0; i < 3; i++) await open();
    const dropped = await open();
    await new Promise((resolve) =>
      dropped
        .resume()
        .on('close', resolve)
        .on('error', () => {}),
    );
    server.getConnections(
      common.mustSucceed((count) => {
        assert.strictEqual(count, 3);
        assert.strictEqual(sockets[0].remotePort, port);
        assert.deepStrictEqual(Object.keys(sockets[0].address()), ['address', 'family', 'port']);
        for (const socket of sockets) socket.destroy();
        server.close(common.mustCall());
      }),
    );
  })().then(common.mustCall());
});
