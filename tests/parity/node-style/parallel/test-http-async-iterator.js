'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const { pipeline } = require('node:stream/promises');

const server = http.createServer(
  common.mustCall(async (req, res) => {
    assert.strictEqual(req[Symbol.asyncIterator] !== undefined, true);
    await pipeline(
      req,
      async function* upper(source) {
        for await (const chunk of source) yield String(chunk).toUpperCase();
      },
      res,
    );
    assert.strictEqual(res.writableFinished, true);
  }),
);
server.listen(0, () => {
  const req = http.request({ port: server.address().port, method: 'PUT' });
  req.on(
    'response',
    common.mustCall(async (res) => {
      const parts = [];
      for await (const chunk of res.setEncoding('utf8')) parts.push(chunk);
      assert.strictEqual(parts.join(''), 'ONE, TWO');
      server.close();
    }),
  );
  req.write('one, ');
  setTimeout(() => req.end('two'), 5);
});
