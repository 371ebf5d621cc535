import http from 'node:http';
const sockets = new Set();
const server = http.createServer((req, res) => {
  sockets.add(req.socket.remotePort);
  setTimeout(() => res.end(req.url), 10);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address();
const get = (agent, path) =>
  new Promise((resolve, reject) => {
    const req = http.get({ port, host: '127.0.0.1', path, agent }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => setTimeout(() => resolve(`${text} reused ${req.reusedSocket} ${res.headers.connection}`), 5));
    });
    req.on('error', reject);
  });
const keep = new http.Agent({ keepAlive: true });
console.log(await get(keep, '/1'));
console.log(Object.values(keep.freeSockets).map((list) => list.length), keep.totalSocketCount);
console.log(await get(keep, '/2'));
console.log('connections', sockets.size, Object.keys(keep.sockets).length);
keep.destroy();
sockets.clear();

const plain = new http.Agent();
console.log(await get(plain, '/3'), await get(plain, '/4'));
console.log('connections', sockets.size);
sockets.clear();

const narrow = new http.Agent({ keepAlive: true, maxSockets: 2 });
const all = Promise.all(['/a', '/b', '/c', '/d', '/e'].map((path) => get(narrow, path)));
console.log('open', Object.values(narrow.sockets)[0].length, 'waiting', Object.values(narrow.requests)[0].length);
console.log((await all).join('\n'));
console.log('connections', sockets.size);
console.log(narrow.getName({ host: 'h', port: 1, localAddress: 'l', family: 4 }), narrow.getName({}));
narrow.destroy();
server.close(() => console.log('closed'));
