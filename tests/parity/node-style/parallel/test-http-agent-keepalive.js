'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const ports = new Set();
const server = http.createServer(
  common.mustCall((req, res) => {
    ports.add(req.socket.remotePort);
    res.end(req.url);
  }, 4),
);
const agent = new http.Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1 });
server.listen(0, () => {
  const { port } = server.address();
  const name = agent.getName({ port, host: 'localhost' });
  const get = (path) =>
    new Promise((resolve) => {
      const req = http.get({ port, path, agent, host: 'localhost' }, (res) => {
        res.resume().on('end', () => setImmediate(resolve, req));
      });
    });
  get('/first')
    .then((req) => {
      assert.strictEqual(req.reusedSocket, false);
      assert.strictEqual(agent.freeSockets[name].length, 1);
      assert.strictEqual(agent.sockets[name], undefined);
      return get('/second');
    })
    .then((req) => {
      assert.strictEqual(req.reusedSocket, true);
      assert.strictEqual(ports.size, 1);
      const pair = [get('/third'), get('/fourth')];
      assert.strictEqual(agent.totalSocketCount, 2);
      return Promise.all(pair);
    })
    .then(
      common.mustCall(() => {
        assert.strictEqual(agent.freeSockets[name].length, 1);
        assert.strictEqual(ports.size, 2);
        agent.destroy();
        server.close(common.mustCall());
      }),
    );
});
