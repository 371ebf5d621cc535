import http from 'node:http';
const server = http.createServer((req, res) => {
  if (req.url === '/gone') {
    res.writeHead(204).end();
    return;
  }
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  res.flushHeaders();
  let id = Number(req.headers['last-event-id'] ?? 0);
  // No event more than the client waits for: a busy computer would deliver it or not.
  const timer = setInterval(() => {
    res.write(`id: ${++id}\ndata: tick ${id}\n\n`);
    if (id === Number(req.headers['x-until'])) clearInterval(timer);
  }, 15);
  res.on('close', () => {
    clearInterval(timer);
    console.log('client left after', id, res.writableEnded, res.destroyed, req.destroyed);
    console.log('write after close:', res.write('x'), res.writableLength);
  });
  req.on('close', () => console.log('request closed'));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();

function listen(lastId, until) {
  return new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', headers: { 'X-Until': until, ...(lastId ? { 'Last-Event-ID': lastId } : {}) } }, (res) => {
      console.log(res.statusCode, res.headers['content-type'], res.headers['transfer-encoding'], res.headers['content-length']);
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => {
        text += chunk;
        if (text.includes(`id: ${until}\n`)) req.destroy();
      });
      res.on('error', (error) => console.log('response error:', error.code, error.message));
      res.on('aborted', () => console.log('aborted'));
      res.on('close', () => setTimeout(() => resolve(text), 20));
    });
    req.on('error', (error) => console.log('request error:', error.code));
  });
}
console.log(JSON.stringify(await listen(null, 3)));
console.log(JSON.stringify(await listen('3', 5)));
http.get({ port, host: '127.0.0.1', path: '/gone' }, (res) => {
  console.log(res.statusCode, res.headers['content-length'], res.headers['transfer-encoding']);
  res.resume().on('end', () => server.close(() => console.log('server closed')));
});
