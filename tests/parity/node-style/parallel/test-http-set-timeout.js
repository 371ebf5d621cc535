'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer((req, res) => {
  assert.strictEqual(
    res.setTimeout(
      30,
      common.mustCall((socket) => {
        assert.strictEqual(socket, req.socket);
        res.end('late');
      }),
    ),
    res,
  );
});
server.listen(0, () => {
  const req = http.get({ port: server.address().port, timeout: 15 });
  // A timeout says so and does nothing else.
  req.on('timeout', common.mustCall());
  req.on(
    'response',
    common.mustCall((res) => {
      res.setEncoding('utf8').on('data', (text) => assert.strictEqual(text, 'late'));
      res.on('end', () => server.close());
    }),
  );
});
