'use strict';
const common = require('../common');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const wrong = {
  'BLAH\r\n\r\n': 'HPE_INVALID_METHOD',
  'GET / HTTP/1.1\r\nHost: a\r\nNo Colon\r\n\r\n': 'HPE_INVALID_HEADER_TOKEN',
  'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n':
    'HPE_INVALID_TRANSFER_ENCODING',
  'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n': 'HPE_INVALID_CHUNK_SIZE',
};
const codes = Object.values(wrong);
const seen = [];
const server = http.createServer((req) => req.on('error', () => {}).resume());
server.on(
  'clientError',
  common.mustCall((error, socket) => {
    assert.ok(error.rawPacket instanceof Buffer);
    assert.ok(error.bytesParsed >= 0);
    seen.push(error.code);
    assert.strictEqual(socket.writable, true);
    socket.end(`HTTP/1.1 400 Bad Request\r\nX-Code: ${error.code}\r\n\r\n`);
  }, codes.length),
);
server.listen(0, () => {
  let left = codes.length;
  for (const [bytes, code] of Object.entries(wrong)) {
    const socket = net.connect(server.address().port, () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1').on('data', (data) => (text += data));
    socket.on('error', () => {});
    socket.on(
      'close',
      common.mustCall(() => {
        assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
        assert.ok(seen.includes(code), `${code} is not in ${seen}`);
        if (--left === 0) server.close();
      }),
    );
  }
});
