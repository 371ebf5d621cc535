import http from 'node:http';
const heard = [];
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const server = http.createServer((req, res) => {
  req.on('aborted', () => heard.push(['aborted', req.url].join(' ')));
  req.on('error', (error) => heard.push(['request error', error.code, error.message].join(' ')));
  res.on('error', (error) => heard.push(['response error', error.code].join(' ')));
  res.on('close', () => heard.push(['response close', req.url, res.writableEnded].join(' ')));
  if (req.url === '/stream') res.write('data');
  if (req.url === '/upload') req.resume();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const pause = () =>
  new Promise((resolve) => {
    setTimeout(() => resolve(console.log('  server:', heard.splice(0))), 30);
  });

const before = new AbortController();
before.abort();
const early = http.get({ port, host: '127.0.0.1', signal: before.signal });
early.on('error', (error) => console.log('already aborted:', error.name, error.code, error.message));
await once(early, 'close');

const controller = new AbortController();
const streaming = http.get({ port, host: '127.0.0.1', path: '/stream', signal: controller.signal }, (res) => {
  res.on('data', () => controller.abort());
  res.on('error', (error) => console.log('response:', error.name, error.code, error.message));
  res.on('aborted', () => console.log('response aborted', res.aborted, res.complete));
  res.on('close', () => console.log('response close'));
});
streaming.on('error', (error) => console.log('request:', error.name, error.code));
await once(streaming, 'close');
await pause();

const upload = http.request({ port, host: '127.0.0.1', path: '/upload', method: 'POST' });
upload.on('error', (error) => console.log('upload:', error.code, error.message));
upload.write('part');
await pause();
upload.destroy();
await once(upload, 'close');
await pause();

const old = http.get({ port, host: '127.0.0.1', path: '/none' });
old.on('abort', () => console.log('abort event'));
old.on('error', (error) => console.log('old:', error.code, error.message));
await pause();
old.abort();
console.log(old.aborted, old.destroyed);
await once(old, 'close');
await pause();
server.close(() => console.log('closed'));
