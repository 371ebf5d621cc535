import http from 'node:http';
// A hundred streams at once: each gets all of its own events, in order.
const CLIENTS = 100;
const EVENTS = 20;
const open = new Set();
const server = http.createServer((req, res) => {
  open.add(res);
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  res.flushHeaders();
  res.on('close', () => open.delete(res));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address();
const streams = Array.from({ length: CLIENTS }, (_, client) =>
  new Promise((resolve, reject) => {
    http.get({ port, host: '127.0.0.1', path: `/${client}`, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(text));
      res.on('error', reject);
    }).on('error', reject);
  }),
);
while (open.size < CLIENTS) await new Promise((resolve) => setTimeout(resolve, 5));
server.getConnections((_error, count) => console.log('connections', count));
for (let id = 1; id <= EVENTS; id++) {
  for (const res of open) res.write(`id: ${id}\ndata: ${res.req.url}\n\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
for (const res of open) res.end();
const texts = await Promise.all(streams);
const expected = (client) => Array.from({ length: EVENTS }, (_, id) => `id: ${id + 1}\ndata: /${client}\n\n`).join('');
console.log('complete', texts.filter((text, client) => text === expected(client)).length);
server.close(() => console.log('left open', open.size));
