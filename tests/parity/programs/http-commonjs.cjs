'use strict';
const assert = require('assert');
const http = require('http');
const net = require('net');
const calls = [];
const mustCall = (name, listener) => {
  const call = { name, count: 0 };
  calls.push(call);
  return function (...args) {
    call.count++;
    return listener.apply(this, args);
  };
};
const server = http.Server(
  mustCall('request', (req, res) => {
    assert.strictEqual(req.method, 'GET');
    assert(res instanceof http.ServerResponse);
    res.writeHead(200, 'All right', { 'Content-Type': 'text/plain', Foo: ['a', 'b'] });
    res.write('hello ');
    setImmediate(mustCall('immediate', () => res.end('world')));
  }),
);
server.listen(
  0,
  mustCall('listening', function () {
    assert.strictEqual(this, server);
    const client = net.createConnection({ port: this.address().port });
    let raw = '';
    client.setEncoding('latin1');
    client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    client.on('data', (text) => {
      raw += text;
    });
    client.on(
      'end',
      mustCall('end', () => {
        console.log(raw.replace(/Date: .*/, 'Date: …'));
        server.close(mustCall('close', () => {}));
      }),
    );
  }),
);
process.on('exit', () => console.log(calls.map((call) => `${call.name} ${call.count}`).join(', ')));
