import http from 'node:http';
const server = http.createServer(async (req, res) => {
  if (req.headers.expect) console.log('expects', req.headers.expect);
  let body = '';
  req.setEncoding('utf8');
  for await (const part of req) body += part;
  res.setHeader('X-Length', body.length);
  res.setHeader('X-Framing', String(req.headers['transfer-encoding'] ?? req.headers['content-length']));
  res.end(JSON.stringify({ method: req.method, trailers: req.trailers, head: body.slice(0, 20) }));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address();
const send = (options, write) =>
  new Promise((resolve, reject) => {
    const req = http.request({ port, host: '127.0.0.1', ...options }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(`${res.statusCode} ${res.headers['x-framing']} ${res.headers['x-length']} ${text}`));
    });
    req.on('error', reject);
    req.on('continue', () => console.log('continue'));
    req.on('information', (info) => console.log('information', info.statusCode, info.statusMessage));
    write(req);
  });
console.log(await send({ method: 'POST' }, (req) => req.end('short')));
console.log(await send({ method: 'PUT' }, (req) => {
  req.write('one ');
  setTimeout(() => req.end('two'), 5);
}));
console.log(await send({ method: 'POST', headers: { 'Content-Length': 4 } }, (req) => {
  req.write('ab');
  req.end('cd');
}));
console.log(await send({ method: 'POST', headers: { Trailer: 'X-Sum' } }, (req) => {
  req.write('with trailers');
  req.addTrailers({ 'X-Sum': '13' });
  req.end();
}));
console.log(await send({ method: 'POST', headers: { Expect: '100-continue', 'Content-Length': 7 } }, (req) => {
  req.on('continue', () => req.end('waiting'));
}));
console.log(await send({ method: 'POST' }, (req) => req.end('x'.repeat(300_000))));
console.log(await send({ method: 'DELETE' }, (req) => req.end()));
console.log(await send({ method: 'get' }, (req) => req.end()));
server.close();
