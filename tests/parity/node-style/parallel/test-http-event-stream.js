'use strict';
// An event stream: its head leaves at once, each write is a chunk, and whoever leaves is heard of.
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const open = new Set();
const server = http.createServer(
  common.mustCall((req, res) => {
    assert.strictEqual(req.headers.accept, 'text/event-stream');
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.flushHeaders();
    open.add(res);
    res.on(
      'close',
      common.mustCall(() => {
        open.delete(res);
        assert.strictEqual(res.writableEnded, false);
        assert.strictEqual(res.destroyed, true);
      }),
    );
  }, 2),
);
const subscribe = (onEvent) =>
  new Promise((resolve) => {
    const req = http.get(
      { port: server.address().port, headers: { Accept: 'text/event-stream' }, agent: false },
      (res) => {
        assert.strictEqual(res.headers['transfer-encoding'], 'chunked');
        assert.strictEqual(res.headers['content-length'], undefined);
        res.setEncoding('utf8').on('data', onEvent);
        res.on('error', common.expectsError({ code: 'ECONNRESET' }));
        res.on('close', common.mustCall());
        resolve(req);
      },
    );
  });
server.listen(0, async () => {
  const heard = [];
  // No event was sent when these resolve: the heads came by themselves.
  const leaves = await subscribe((text) => {
    heard.push(text);
    leaves.destroy();
  });
  await subscribe((text) => heard.push(text));
  for (const res of open) res.write('data: to all\n\n');
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepStrictEqual(heard, ['data: to all\n\n', 'data: to all\n\n']);
  while (open.size > 1) await new Promise((resolve) => setTimeout(resolve, 2));
  server.close(common.mustCall());
  server.closeAllConnections();
});
