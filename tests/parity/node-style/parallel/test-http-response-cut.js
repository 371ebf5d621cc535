'use strict';
// Three ways in which a response can end too early, and what the client hears.
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const ways = {
  '/length': (res) => {
    res.writeHead(200, { 'Content-Length': 100 });
    res.write('short', () => res.socket.end());
  },
  '/chunked': (res) => {
    res.write('short', () => res.socket.end());
  },
  '/reset': (res) => {
    res.write('short', () => setTimeout(() => res.socket.resetAndDestroy(), 10));
  },
};
const server = http.createServer((req, res) => ways[req.url](res));
server.listen(0, () => {
  let left = 3;
  for (const path of Object.keys(ways)) {
    const request = http.get({ port: server.address().port, path, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (data) => (text += data));
      res.on('end', common.mustNotCall());
      res.on('error', common.expectsError({ code: 'ECONNRESET' }));
      res.on(
        'close',
        common.mustCall(() => {
          assert.strictEqual(text, 'short');
          assert.strictEqual(res.complete, false);
          if (--left === 0) server.close();
        }),
      );
    });
    request.on('error', path === '/reset' ? common.expectsError({ code: 'ECONNRESET' }) : common.mustNotCall());
  }
});
