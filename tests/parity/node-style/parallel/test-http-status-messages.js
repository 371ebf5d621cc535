'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

assert.strictEqual(http.STATUS_CODES[418], "I'm a Teapot");
assert.ok(http.METHODS.includes('PATCH') && http.METHODS.every((name) => name === name.toUpperCase()));
const cases = [
  [(res) => res.writeHead(200, 'Custom Message').end(), 200, 'Custom Message'],
  [(res) => Object.assign(res, { statusCode: 201, statusMessage: 'Made It' }).end(), 201, 'Made It'],
  [(res) => res.writeHead(299).end(), 299, 'unknown'],
  [(res) => res.writeHead(404, { a: 'b' }).end(), 404, 'Not Found'],
  [(res) => res.writeHead(200, ['A', '1', 'A', '2']).end(), 200, 'OK'],
];
const server = http.createServer(common.mustCall((req, res) => cases[Number(req.url.slice(1))][0](res), cases.length));
server.listen(0, () => {
  let left = cases.length;
  cases.forEach(([, status, message], index) => {
    http.get({ port: server.address().port, path: `/${index}` }, (res) => {
      assert.strictEqual(res.statusCode, status);
      assert.strictEqual(res.statusMessage, message);
      if (index === 4) assert.strictEqual(res.headers.a, '1, 2');
      res.resume().on('end', () => --left === 0 && server.close());
    });
  });
});
