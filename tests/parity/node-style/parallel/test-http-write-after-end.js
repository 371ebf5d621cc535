'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((_req, res) => {
    res.on('error', common.expectsError({ code: 'ERR_STREAM_WRITE_AFTER_END', message: 'write after end' }));
    res.end('done', common.mustCall());
    assert.strictEqual(res.writableEnded, true);
    assert.strictEqual(res.write('more', common.expectsError({ code: 'ERR_STREAM_WRITE_AFTER_END' })), false);
    res.end(common.mustSucceed());
    res.on('finish', () => res.end(common.expectsError({ code: 'ERR_STREAM_ALREADY_FINISHED' })));
    for (const bad of [5, {}, undefined, true]) {
      assert.throws(() => new http.OutgoingMessage().write(bad), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    assert.throws(() => new http.OutgoingMessage().write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  }),
);
server.listen(0, () => {
  http.get({ port: server.address().port }, (res) => {
    res.setEncoding('utf8').on('data', (text) => assert.strictEqual(text, 'done'));
    res.on('end', () => server.close());
  });
});
