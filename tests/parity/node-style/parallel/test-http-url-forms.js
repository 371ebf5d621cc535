'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer((req, res) => {
  res.setHeader('X-Seen', JSON.stringify([req.method, req.url, req.headers.host, req.headers.authorization ?? null]));
  res.end();
});
server.listen(0, async () => {
  const { port } = server.address();
  const seen = (...args) =>
    new Promise((resolve, reject) => {
      http
        .get(...args, (res) => res.resume().on('end', () => resolve(JSON.parse(res.headers['x-seen']))))
        .on('error', reject);
    });
  const host = `localhost:${port}`;
  assert.deepStrictEqual(await seen(`http://${host}/a?b=c#d`), ['GET', '/a?b=c', host, null]);
  assert.deepStrictEqual(await seen(new URL(`http://u:p%40@${host}/x`)), ['GET', '/x', host, `Basic ${btoa('u:p@')}`]);
  assert.deepStrictEqual(await seen(`http://${host}/a`, { path: '/over', headers: { Host: 'other' } }), [
    'GET',
    '/over',
    'other',
    null,
  ]);
  assert.deepStrictEqual(await seen({ port, hostname: '127.0.0.1', auth: 'a:b' }), [
    'GET',
    '/',
    `127.0.0.1:${port}`,
    `Basic ${btoa('a:b')}`,
  ]);
  assert.deepStrictEqual(await seen({ port, setHost: false, headers: { Host: 'x' } }), ['GET', '/', 'x', null]);
  assert.throws(() => http.get('not a url'), { code: 'ERR_INVALID_URL' });
  assert.throws(() => http.get('https://localhost/'), { code: 'ERR_INVALID_PROTOCOL' });
  assert.throws(() => http.request({ host: true }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => http.request({ agent: 5 }), { code: 'ERR_INVALID_ARG_TYPE' });
  server.close(common.mustCall());
});
