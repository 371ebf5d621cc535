import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const attempt = async (name, action) => {
  try {
    const response = await action();
    console.log(name, response.status, JSON.stringify(await response.text()));
  } catch (error) {
    const { cause } = error;
    console.log(name, '|', error.name, '|', error.message.replace(/:\d+/, ''), '|', cause?.name, cause?.code, cause?.message?.replace(/:\d+/, ''));
  }
};
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (chunk) => {
    const path = String(chunk).split(' ')[1];
    if (path === '/closed') socket.end();
    if (path === '/reset') socket.resetAndDestroy();
    if (path === '/short') socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    if (path === '/chunk') socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab');
    if (path === '/words') socket.end('no http here\r\n\r\n');
    if (path === '/until') socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end');
    if (path === '/empty') socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    if (path === '/loop') socket.end('HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    if (path === '/away') socket.end('HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    if (path === '/from') socket.end('HTTP/1.1 303 See Other\r\nLocation: /until\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const base = `http://127.0.0.1:${port}`;
for (const path of ['closed', 'reset', 'short', 'chunk', 'words', 'until', 'empty', 'loop', 'away']) await attempt(path, () => fetch(`${base}/${path}`));
await attempt('follows', () => fetch(`${base}/from`, { method: 'POST', body: 'x' }));
await attempt('manual', () => fetch(`${base}/from`, { redirect: 'manual' }));
await attempt('no redirect', () => fetch(`${base}/from`, { redirect: 'error' }));
await attempt('bad url', () => fetch('nowhere'));
await attempt('scheme', () => fetch('ftp://127.0.0.1/'));
await attempt('bad port', () => fetch('http://127.0.0.1:6667/'));
await attempt('body', () => fetch(base, { body: 'x' }));
await attempt('method', () => fetch(base, { method: 'CONNECT' }));
await attempt('duplex', () => fetch(base, { method: 'POST', body: new ReadableStream() }));
await attempt('credentials', () => fetch(`http://a:b@127.0.0.1:${port}/`));
await attempt('aborted', () => fetch(base, { signal: AbortSignal.abort() }));
await attempt('reason', () => fetch(base, { signal: AbortSignal.abort(new Error('mine')) }));
await attempt('timeout', () => fetch(`${base}/silent`, { signal: AbortSignal.timeout(30) }));
server.close();
await attempt('refused', () => fetch(base));
process.exitCode = 0;
