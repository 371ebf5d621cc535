'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

assert.strictEqual(http.maxHeaderSize, 16 * 1024);
const server = http.createServer(
  { maxHeaderSize: 1024 },
  common.mustCall((_req, res) => res.end('fits')),
);
server.listen(0, () => {
  const get = (length) =>
    new Promise((resolve, reject) => {
      http
        .get({ port: server.address().port, headers: { 'X-Long': 'a'.repeat(length) } }, (res) => {
          res.resume().on('end', () => resolve(res));
        })
        .on('error', reject);
    });
  (async () => {
    assert.strictEqual((await get(500)).statusCode, 200);
    const refused = await get(2000);
    assert.strictEqual(refused.statusCode, 431);
    assert.strictEqual(refused.statusMessage, 'Request Header Fields Too Large');
    server.close();
  })().then(common.mustCall());
});
