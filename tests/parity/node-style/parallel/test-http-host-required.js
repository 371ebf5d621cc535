'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const ask = (server, text) =>
  new Promise((resolve) => {
    const socket = net.connect(server.address().port, () => socket.end(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (data) => (answer += data));
    socket.on('close', () => resolve(answer.split('\r\n')[0]));
  });
const listen = (options, handler) =>
  new Promise((resolve) => {
    const server = http.createServer(options, handler).listen(0, () => resolve(server));
  });

(async () => {
  const strict = await listen(
    {},
    common.mustCall((_req, res) => res.end(), 2),
  );
  assert.strictEqual(await ask(strict, 'GET / HTTP/1.1\r\n\r\n'), 'HTTP/1.1 400 Bad Request');
  assert.strictEqual(await ask(strict, 'GET / HTTP/1.1\r\nHost:\r\n\r\n'), 'HTTP/1.1 200 OK');
  assert.strictEqual(await ask(strict, 'GET / HTTP/1.0\r\n\r\n'), 'HTTP/1.1 200 OK');
  strict.close();
  const lax = await listen(
    { requireHostHeader: false },
    common.mustCall((_req, res) => res.end()),
  );
  assert.strictEqual(await ask(lax, 'GET / HTTP/1.1\r\n\r\n'), 'HTTP/1.1 200 OK');
  lax.close();
})().then(common.mustCall());
