'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(common.mustNotCall());
server.on(
  'upgrade',
  common.mustCall((req, socket, head) => {
    assert.strictEqual(req.headers.upgrade, 'echo');
    assert.ok(Buffer.isBuffer(head));
    assert.strictEqual(socket.server, server);
    socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly');
    socket.on('data', (data) => socket.write(data));
    socket.on(
      'end',
      common.mustCall(() => socket.end()),
    );
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port, headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
  req.on('response', common.mustNotCall());
  req.on(
    'upgrade',
    common.mustCall((res, socket, head) => {
      assert.strictEqual(res.statusCode, 101);
      assert.strictEqual(res.headers.upgrade, 'echo');
      let text = head.toString();
      socket.setEncoding('utf8').on('data', (data) => {
        text += data;
        if (text.endsWith('ping')) socket.end();
      });
      socket.on(
        'close',
        common.mustCall(() => {
          assert.strictEqual(text, 'earlyping');
          server.close();
        }),
      );
      socket.write('ping');
    }),
  );
  req.end();
});
