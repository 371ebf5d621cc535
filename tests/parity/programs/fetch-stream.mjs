import http from 'node:http';
let closed = 0;
const server = http.createServer((req, res) => {
  res.on('close', () => {
    closed++;
    console.log('server: closed', req.url, res.writableFinished);
  });
  if (req.url === '/events') {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let id = 0;
    const timer = setInterval(() => res.write(`id: ${++id}\ndata: ünï ${id}\n\n`), 10);
    res.on('close', () => clearInterval(timer));
  } else {
    for (let i = 0; i < 64; i++) res.write(Buffer.alloc(65536, 'z'));
    res.end('last');
  }
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const controller = new AbortController();
const events = await fetch(`${base}/events`, { signal: controller.signal });
console.log(events.headers.get('content-type'), events.body instanceof ReadableStream);
let text = '';
try {
  for await (const chunk of events.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('id: 3')) controller.abort();
  }
} catch (error) {
  console.log(error.name, error.message);
}
console.log(JSON.stringify(text.slice(0, text.indexOf('id: 4') === -1 ? undefined : text.indexOf('id: 4'))));
await new Promise((resolve) => setTimeout(resolve, 30));

const cancelled = await fetch(`${base}/events`);
const reader = cancelled.body.getReader();
const { value, done } = await reader.read();
console.log(done, value instanceof Uint8Array, new TextDecoder().decode(value).startsWith('id: 1'));
await reader.cancel();
await new Promise((resolve) => setTimeout(resolve, 30));

const large = await fetch(`${base}/large`);
await new Promise((resolve) => setTimeout(resolve, 30));
const bytes = await large.arrayBuffer();
await new Promise((resolve) => setTimeout(resolve, 30));
console.log(bytes.byteLength === 64 * 65536 + 4, closed);
server.close();
server.closeAllConnections();
