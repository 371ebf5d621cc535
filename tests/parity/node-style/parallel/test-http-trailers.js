'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((req, res) => {
    req.resume().on('end', () => {
      assert.deepStrictEqual(req.trailers, { 'x-sum': '42' });
      assert.deepStrictEqual(req.rawTrailers, ['X-Sum', '42']);
      res.writeHead(200, { Trailer: 'X-Foo' });
      res.write('stuff');
      res.addTrailers({ 'X-Foo': 'bar' });
      assert.throws(() => res.addTrailers({ 'bad name': 'x' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
      assert.throws(() => res.addTrailers({ 'X-Foo': 'a\nb' }), { code: 'ERR_INVALID_CHAR' });
      res.addTrailers([['X-Foo', 'bar']]);
      res.end();
    });
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port, method: 'POST', headers: { Trailer: 'X-Sum' } });
  req.write('body');
  req.addTrailers({ 'X-Sum': '42' });
  req.end();
  req.on(
    'response',
    common.mustCall((res) => {
      assert.deepStrictEqual(res.trailers, {});
      res.resume().on(
        'end',
        common.mustCall(() => {
          assert.deepStrictEqual(res.trailers, { 'x-foo': 'bar' });
          assert.deepStrictEqual(res.trailersDistinct, Object.assign(Object.create(null), { 'x-foo': ['bar'] }));
          server.close();
        }),
      );
    }),
  );
});
