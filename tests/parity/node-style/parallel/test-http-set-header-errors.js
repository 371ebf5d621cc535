'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((_req, res) => {
    assert.throws(() => res.setHeader(), { code: 'ERR_INVALID_HTTP_TOKEN', name: 'TypeError' });
    assert.throws(() => res.setHeader('someHeader'), {
      code: 'ERR_HTTP_INVALID_HEADER_VALUE',
      name: 'TypeError',
      message: 'Invalid value "undefined" for header "someHeader"',
    });
    assert.throws(() => res.setHeader('a b', 'c'), {
      code: 'ERR_INVALID_HTTP_TOKEN',
      message: 'Header name must be a valid HTTP token ["a b"]',
    });
    assert.throws(() => res.setHeader('name', 'line\r\nbreak'), {
      code: 'ERR_INVALID_CHAR',
      message: 'Invalid character in header content ["name"]',
    });
    for (const status of [99, 1000, 'two', null, {}]) {
      assert.throws(() => res.writeHead(status), { code: 'ERR_HTTP_INVALID_STATUS_CODE', name: 'RangeError' });
    }
    assert.throws(() => http.validateHeaderName(''), { code: 'ERR_INVALID_HTTP_TOKEN' });
    assert.throws(() => http.validateHeaderValue('x', 'ш'), { code: 'ERR_INVALID_CHAR' });
    http.validateHeaderName('X-Fine');
    http.validateHeaderValue('x', 'ä is latin1');
    res.writeHead(200, { 'X-A': '1' });
    for (const late of [() => res.setHeader('a', 'b'), () => res.removeHeader('a'), () => res.writeHead(200)]) {
      assert.throws(late, { code: 'ERR_HTTP_HEADERS_SENT', name: 'Error' });
    }
    res.end();
  }),
);
server.listen(
  0,
  common.mustCall(() => {
    assert.throws(() => http.get({ port: server.address().port, headers: { 'bad name': 'x' } }), {
      code: 'ERR_INVALID_HTTP_TOKEN',
    });
    assert.throws(() => http.get({ port: server.address().port, method: 'G E T' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
    assert.throws(() => http.get({ port: server.address().port, path: '/a b' }), { code: 'ERR_UNESCAPED_CHARACTERS' });
    http.get({ port: server.address().port }, (res) => {
      assert.strictEqual(res.headers['x-a'], '1');
      res.resume().on('end', () => server.close());
    });
  }),
);
