'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((_req, res) => {
    res.writeProcessing();
    res.writeEarlyHints({ link: ['</a.css>; rel=preload', '</b.js>; rel=preload'], 'x-trace': '7' });
    res.end('done');
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port });
  const seen = [];
  req.on(
    'information',
    common.mustCall((info) => {
      seen.push(info.statusCode);
      assert.strictEqual(info.httpVersion, '1.1');
      if (info.statusCode === 103) {
        assert.strictEqual(info.headers.link, '</a.css>; rel=preload, </b.js>; rel=preload');
        assert.strictEqual(info.headers['x-trace'], '7');
      }
    }, 2),
  );
  req.on('continue', common.mustNotCall());
  req.on(
    'response',
    common.mustCall((res) => {
      assert.deepStrictEqual(seen, [102, 103]);
      assert.strictEqual(res.statusCode, 200);
      res.resume().on('end', () => server.close());
    }),
  );
  req.end();
});
