'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

let active = 0;
let most = 0;
const server = http.createServer(
  common.mustCall((req, res) => {
    most = Math.max(most, ++active);
    setTimeout(() => {
      active--;
      res.end(req.url);
    }, 5);
  }, 9),
);
const agent = new http.Agent({ maxSockets: 3 });
server.listen(0, () => {
  const { port } = server.address();
  const answers = [];
  for (let i = 0; i < 9; i++) {
    http.get({ port, path: `/${i}`, agent }, (res) => {
      res.setEncoding('utf8').on('data', (text) => answers.push(text));
      res.on('end', () => {
        if (answers.length < 9) return;
        assert.strictEqual(most, 3);
        assert.deepStrictEqual(answers.toSorted(), ['/0', '/1', '/2', '/3', '/4', '/5', '/6', '/7', '/8']);
        setImmediate(() => {
          assert.deepStrictEqual({ ...agent.requests }, {});
          server.close();
        });
      });
    });
  }
  const name = agent.getName({ port, host: 'localhost' });
  assert.strictEqual(agent.sockets[name].length, 3);
  assert.strictEqual(agent.requests[name].length, 6);
});
