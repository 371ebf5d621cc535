'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((req, res) => {
    res.write('some');
    req.on('aborted', common.mustCall());
    req.on('error', common.expectsError({ code: 'ECONNRESET', message: 'aborted' }));
    res.on(
      'close',
      common.mustCall(() => assert.strictEqual(res.writableFinished, false)),
    );
    req.on(
      'close',
      common.mustCall(() => {
        assert.strictEqual(req.destroyed, true);
        assert.strictEqual(req.aborted, true);
        server.close();
      }),
    );
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port, method: 'POST' });
  req.write('a part');
  req.on('error', common.mustNotCall());
  req.on(
    'response',
    common.mustCall((res) => {
      res.on(
        'data',
        common.mustCallAtLeast(() => req.destroy()),
      );
      res.on('error', common.expectsError({ code: 'ECONNRESET', message: 'aborted' }));
      res.on('aborted', common.mustCall());
      res.on('end', common.mustNotCall());
      res.on(
        'close',
        common.mustCall(() => assert.strictEqual(res.complete, false)),
      );
    }),
  );
  req.on('close', common.mustCall());
});
