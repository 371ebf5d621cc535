import http from 'node:http';
const server = http.createServer((req, res) => {
  console.log(req.method, req.url, req.httpVersion, req.headers.host.replace(/\d+$/, 'PORT'), req.headers.connection, res.headersSent);
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.end('hällo');
  console.log(res.headersSent, res.writableEnded, res.writableFinished, res.finished);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  http.get({ port, host: '127.0.0.1', path: '/a?b=c', agent: false }, (res) => {
    console.log(res.statusCode, res.statusMessage, res.httpVersion);
    console.log(res.rawHeaders.map((text) => (text.endsWith('GMT') ? 'date' : text)).join(' | '));
    res.setEncoding('utf8');
    let body = '';
    res.on('data', (text) => {
      body += text;
    });
    res.on('end', () => {
      console.log(body, res.complete, res.readableEnded);
      server.close(() => console.log('closed'));
    });
  });
});
