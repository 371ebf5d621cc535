'use strict';
// Answers to requests that came together go out in their order, whenever each was ready.
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const finished = [];
const server = http.createServer(
  common.mustCall((req, res) => {
    res.on('finish', () => finished.push(req.url));
    setTimeout(() => res.end(`<${req.url}>`), 40 - 10 * Number(req.url.slice(1)));
  }, 3),
);
server.listen(0, () => {
  const socket = net.connect(server.address().port);
  socket.write(
    [1, 2, 3].map((n) => `GET /${n} HTTP/1.1\r\nHost: a\r\n${n === 3 ? 'Connection: close\r\n' : ''}\r\n`).join(''),
  );
  let text = '';
  socket.setEncoding('latin1').on('data', (data) => (text += data));
  socket.on(
    'end',
    common.mustCall(() => {
      assert.deepStrictEqual(text.match(/<\/\d>/g), ['</1>', '</2>', '</3>']);
      assert.strictEqual(text.match(/HTTP\/1\.1 200 OK\r\n/g).length, 3);
      assert.deepStrictEqual(finished, ['/1', '/2', '/3']);
      server.close();
    }),
  );
});
