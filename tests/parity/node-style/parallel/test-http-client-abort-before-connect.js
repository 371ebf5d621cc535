'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(common.mustNotCall());
server.listen(0, () => {
  const { port } = server.address();
  const destroyed = http.get({ port }, common.mustNotCall());
  destroyed.on('error', common.expectsError({ code: 'ECONNRESET', message: 'socket hang up' }));
  destroyed.on('close', common.mustCall());
  destroyed.destroy();
  assert.strictEqual(destroyed.destroyed, true);

  const own = http.get({ port }, common.mustNotCall());
  own.on('error', common.expectsError({ message: 'my own' }));
  own.destroy(new Error('my own'));

  const controller = new AbortController();
  const signalled = http.get({ port, signal: controller.signal }, common.mustNotCall());
  signalled.on('error', common.expectsError({ name: 'AbortError', code: 'ABORT_ERR' }));
  controller.abort();

  const early = http.get({ port, signal: AbortSignal.abort() }, common.mustNotCall());
  early.on('error', common.expectsError({ name: 'AbortError' }));
  early.on(
    'close',
    common.mustCall(() => setTimeout(() => server.close().closeAllConnections(), 10)),
  );
});
