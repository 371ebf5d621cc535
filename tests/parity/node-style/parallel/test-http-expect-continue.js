'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(common.mustNotCall('a request that expects is not a plain one'));
const order = [];
server.on(
  'checkContinue',
  common.mustCall((req, res) => {
    order.push('checkContinue');
    assert.strictEqual(req.headers.expect, '100-continue');
    res.writeContinue(common.mustCall());
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => res.end(body.toUpperCase()));
  }),
);
server.on(
  'checkExpectation',
  common.mustCall((req, res) => {
    assert.strictEqual(req.headers.expect, 'meoww');
    res.statusCode = 417;
    res.end();
  }),
);
server.listen(0, () => {
  const { port } = server.address();
  const req = http.request({ port, method: 'POST', headers: { Expect: '100-continue' } });
  req.flushHeaders();
  req.on(
    'continue',
    common.mustCall(() => {
      order.push('continue');
      req.end('body');
    }),
  );
  req.on(
    'response',
    common.mustCall((res) => {
      order.push('response');
      res.setEncoding('utf8').on('data', (text) => assert.strictEqual(text, 'BODY'));
      res.on('end', () => {
        assert.deepStrictEqual(order, ['checkContinue', 'continue', 'response']);
        http.get({ port, headers: { Expect: 'meoww' } }, (refused) => {
          assert.strictEqual(refused.statusCode, 417);
          refused.resume().on('end', () => server.close());
        });
      });
    }),
  );
});
