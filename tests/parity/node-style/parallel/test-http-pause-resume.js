'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const SIZE = 4 * 1024 * 1024;
const server = http.createServer((_req, res) => {
  let sent = 0;
  let waits = 0;
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const send = () => {
    while (sent < SIZE) {
      sent += chunk.length;
      if (!res.write(chunk)) {
        waits++;
        res.once('drain', send);
        return;
      }
    }
    assert.ok(waits > 0);
    res.end();
  };
  send();
});
server.listen(0, () => {
  http.get({ port: server.address().port }, (res) => {
    let received = 0;
    let paused = false;
    res.on('data', (data) => {
      assert.strictEqual(paused, false);
      received += data.length;
      if (received < 256 * 1024) {
        paused = true;
        res.pause();
        assert.strictEqual(res.isPaused(), true);
        setTimeout(() => {
          paused = false;
          res.resume();
        }, 5);
      }
    });
    res.on(
      'end',
      common.mustCall(() => {
        assert.strictEqual(received, SIZE);
        server.close();
      }),
    );
  });
});
