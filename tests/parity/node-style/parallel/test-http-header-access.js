'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((req, res) => {
    assert.deepStrictEqual(req.rawHeaders.slice(0, 4), ['X-Foo', 'bar', 'x-FOO', 'baz']);
    assert.strictEqual(req.headers['x-foo'], 'bar, baz');
    assert.deepStrictEqual(req.headersDistinct['x-foo'], ['bar', 'baz']);
    assert.strictEqual(req.headers.cookie, 'a=1; b=2');
    assert.strictEqual(Object.getPrototypeOf(res.getHeaders()), null);
    res.setHeader('X-Multi', ['one', 'two']);
    res.setHeader('x-number', 5);
    assert.deepStrictEqual(res.getHeaderNames(), ['x-multi', 'x-number']);
    assert.deepStrictEqual(res.getRawHeaderNames(), ['X-Multi', 'x-number']);
    assert.deepStrictEqual({ ...res.getHeaders() }, { 'x-multi': ['one', 'two'], 'x-number': 5 });
    assert.strictEqual(res.hasHeader('X-MULTI'), true);
    assert.strictEqual(res.getHeader('X-Number'), 5);
    res.removeHeader('x-number');
    assert.strictEqual(res.hasHeader('x-number'), false);
    assert.strictEqual(res.getHeader('x-number'), undefined);
    res.appendHeader('X-Multi', 'three');
    res.setHeader('Set-Cookie', ['a=b', 'c=d']);
    assert.strictEqual(res.headersSent, false);
    res.end();
    assert.strictEqual(res.headersSent, true);
  }),
);
server.listen(0, () => {
  const req = http.request({
    port: server.address().port,
    headers: ['X-Foo', 'bar', 'x-FOO', 'baz', 'Cookie', 'a=1', 'Cookie', 'b=2', 'Host', 'example.com'],
  });
  req.on(
    'response',
    common.mustCall((res) => {
      assert.strictEqual(res.headers['x-multi'], 'one, two, three');
      assert.deepStrictEqual(res.headers['set-cookie'], ['a=b', 'c=d']);
      assert.strictEqual(res.rawHeaders.filter((name) => name === 'X-Multi').length, 3);
      res.resume().on('end', () => server.close());
    }),
  );
  req.end();
});
