'use strict';
const common = require('../common');
const assert = require('node:assert');
const net = require('node:net');

for (const port of [-1, 65536, 1.5]) {
  assert.throws(() => net.createServer().listen(port), { code: 'ERR_SOCKET_BAD_PORT', name: 'RangeError' });
  assert.throws(() => net.connect(port), { code: 'ERR_SOCKET_BAD_PORT' });
}
for (const options of [{}, { host: 'a' }]) {
  assert.throws(() => net.createServer().listen(options), { code: 'ERR_INVALID_ARG_VALUE' });
}
assert.throws(() => net.connect({}), { code: 'ERR_MISSING_ARGS' });
const server = net.createServer();
server.listen(0, '127.0.0.1', () => {
  assert.throws(() => server.listen(0), { code: 'ERR_SERVER_ALREADY_LISTEN' });
  const { port } = server.address();
  const second = net.createServer();
  second.on(
    'error',
    common.mustCall((error) => {
      assert.strictEqual(error.code, 'EADDRINUSE');
      assert.strictEqual(error.message, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
      assert.strictEqual(second.listening, false);
      server.close(
        common.mustSucceed(() => {
          assert.strictEqual(server.address(), null);
          second.listen(
            port,
            '127.0.0.1',
            common.mustCall(() => second.close(common.mustCall())),
          );
        }),
      );
    }),
  );
  second.listen(port, '127.0.0.1');
});
