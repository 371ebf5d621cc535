'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((req, res) => {
    assert.strictEqual(req.url, '/path?query=1');
    assert.strictEqual(req.httpVersion, '1.1');
    assert.strictEqual(req.headers.connection, 'close');
    res.end('hello world\n');
  }),
);
server.on('close', common.mustCall());
server.listen(
  0,
  common.mustCall(() => {
    http.get(
      { port: server.address().port, path: '/path?query=1', agent: false },
      common.mustCall((res) => {
        assert.strictEqual(res.statusCode, 200);
        assert.strictEqual(res.statusMessage, 'OK');
        assert.strictEqual(res.headers.connection, 'close');
        assert.strictEqual(res.headers['content-length'], '12');
        let body = '';
        res.setEncoding('utf8');
        res.on('data', (chunk) => (body += chunk));
        res.on(
          'end',
          common.mustCall(() => {
            assert.strictEqual(body, 'hello world\n');
            assert.strictEqual(res.complete, true);
            server.close();
          }),
        );
      }),
    );
  }),
);
