'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((_req, res) => {
    res.strictContentLength = true;
    res.writeHead(200, { 'Content-Length': 5 });
    assert.throws(() => res.write('too long'), {
      code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
      message:
        "Response body's content-length of 8 byte(s) does not match the content-length of 5 byte(s) set in header",
    });
    res.end('hello');
  }),
);
server.listen(0, () => {
  http.get({ port: server.address().port }, (res) => {
    assert.strictEqual(res.headers['content-length'], '5');
    res.setEncoding('utf8').on('data', (text) => assert.strictEqual(text, 'hello'));
    res.on(
      'end',
      common.mustCall(() => server.close()),
    );
  });
});
