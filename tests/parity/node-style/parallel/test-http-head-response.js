'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer(
  common.mustCall((req, res) => {
    assert.strictEqual(req.method, 'HEAD');
    res.writeHead(200, { 'Content-Length': 5 });
    assert.strictEqual(res.write('hello'), true);
    res.end();
  }, 2),
);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
server.listen(0, () => {
  const ask = (next) => {
    const req = http.request({ method: 'HEAD', port: server.address().port, agent });
    req.on(
      'response',
      common.mustCall((res) => {
        assert.strictEqual(res.headers['content-length'], '5');
        res.on('data', common.mustNotCall('a body came'));
        res.on('end', common.mustCall(next));
      }),
    );
    req.end();
  };
  // The connection can be used again: nothing of a body is on it.
  ask(() =>
    ask(() => {
      agent.destroy();
      server.close();
    }),
  );
});
