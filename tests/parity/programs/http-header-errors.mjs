import http from 'node:http';
const attempt = (name, action) => {
  try {
    action();
    console.log(name, 'ok');
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const server = http.createServer((req, res) => {
  attempt('bad name', () => res.setHeader('a b', '1'));
  attempt('empty name', () => res.setHeader('', '1'));
  attempt('undefined', () => res.setHeader('a', undefined));
  attempt('line break', () => res.setHeader('a', 'x\r\ny: z'));
  attempt('not latin1', () => res.setHeader('a', '🌍'));
  attempt('latin1', () => res.setHeader('a', 'ü'));
  attempt('number', () => res.setHeader('n', 5));
  attempt('array', () => res.setHeader('l', ['1', '2']));
  attempt('getHeader', () => res.getHeader(5));
  attempt('status 99', () => res.writeHead(99));
  attempt('status text', () => res.writeHead('x'));
  attempt('message', () => res.writeHead(200, 'a\nb'));
  attempt('writeHead header', () => res.writeHead(200, { 'a b': '1' }));
  res.statusMessage = undefined;
  console.log(res.getHeaders(), res.getHeaderNames(), res.hasHeader('A'), res.getHeader('L'), res.headersSent);
  res.write('x');
  attempt('setHeader', () => res.setHeader('late', '1'));
  attempt('appendHeader', () => res.appendHeader('late', '1'));
  attempt('removeHeader', () => res.removeHeader('a'));
  attempt('writeHead twice', () => res.writeHead(200));
  attempt('writeContinue', () => res.writeContinue());
  attempt('write null', () => res.write(null));
  attempt('write object', () => res.write({}));
  attempt('write number', () => res.write(5));
  attempt('trailer', () => res.addTrailers({ 'a b': 'x' }));
  res.on('error', (error) => console.log('error event:', error.code, error.message));
  res.end('y', () => console.log('ended'));
  res.end(() => console.log('second end'));
  attempt('write after end', () => console.log(res.write('z', (error) => console.log('callback:', error.code))));
});
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (res) => {
    console.log(res.headers.a, res.headers.n, res.headers.l);
    res.resume();
    res.on('close', () => server.close());
  });
});
attempt('validateHeaderName', () => http.validateHeaderName('x y'));
attempt('validateHeaderValue', () => http.validateHeaderValue('x', 'a\0'));
