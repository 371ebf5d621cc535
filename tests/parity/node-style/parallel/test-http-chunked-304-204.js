'use strict';
// Responses that have no body announce none, whatever the server writes about chunks.
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const Countdown = require('../common/countdown');

const statuses = [204, 304];
const server = http.createServer(
  common.mustCall((req, res) => {
    res.statusCode = Number(req.url.slice(1));
    assert.strictEqual(res.useChunkedEncodingByDefault, true);
    res.end();
  }, statuses.length),
);
const countdown = new Countdown(statuses.length, () => server.close());
server.listen(0, () => {
  for (const status of statuses) {
    const socket = net.connect(server.address().port, () => socket.write(`GET /${status} HTTP/1.1\r\nHost: a\r\n\r\n`));
    let text = '';
    socket.setEncoding('latin1').on('data', (data) => {
      text += data;
      if (text.endsWith('\r\n\r\n')) socket.end();
    });
    socket.on(
      'close',
      common.mustCall(() => {
        assert.match(text, new RegExp(`^HTTP/1.1 ${status} `));
        assert.doesNotMatch(text, /chunked|content-length/i);
        assert.ok(text.endsWith('\r\n\r\n'));
        countdown.dec();
      }),
    );
  }
});
