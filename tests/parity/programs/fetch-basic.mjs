import http from 'node:http';
const server = http.createServer(async (req, res) => {
  let body = '';
  for await (const part of req) body += part;
  res.setHeader('Content-Type', 'application/json');
  res.setHeader('Set-Cookie', ['a=1', 'b=2']);
  res.setHeader('X-Names', req.rawHeaders.filter((_, i) => i % 2 === 0).join(','));
  res.end(JSON.stringify({ method: req.method, url: req.url, body, type: req.headers['content-type'], length: req.headers['content-length'], framing: req.headers['transfer-encoding'], cookie: req.headers.cookie, agent: req.headers['user-agent'] }));
}).listen(0);
await new Promise((resolve) => server.once('listening', resolve));
const base = `http://localhost:${server.address().port}`;
const show = async (response) => {
  console.log(response.status, response.statusText, response.ok, response.type, response.redirected, response.url.replace(/:\d+/, ''), response.bodyUsed);
  console.log(response.headers.get('content-type'), response.headers.getSetCookie(), response.headers.get('x-names'));
  console.log(await response.json(), response.bodyUsed);
};
await show(await fetch(`${base}/path?q=1#hash`, { headers: { 'X-Custom': 'yes', Cookie: 'c=d' } }));
await show(await fetch(new URL('/post', base), { method: 'post', body: 'text' }));
await show(await fetch(base, { method: 'PUT', body: new URLSearchParams({ a: 'b c' }) }));
await show(await fetch(base, { method: 'POST', body: Buffer.from('bytes'), headers: { 'Content-Type': 'x/y' } }));
await show(await fetch(new Request(`${base}/request`, { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'content-type': 'application/json' } })));
const parts = ['one ', 'two ', 'three'];
const body = new ReadableStream({
  async pull(controller) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const part = parts.shift();
    if (part) controller.enqueue(new TextEncoder().encode(part));
    else controller.close();
  },
});
await show(await fetch(base, { method: 'POST', body, duplex: 'half' }));
const head = await fetch(base, { method: 'HEAD' });
console.log(head.status, JSON.stringify(await head.text()));
const response = await fetch(base);
const copy = response.clone();
console.log((await response.json()).method, (await copy.json()).method, copy.url === response.url);
server.close();
server.closeAllConnections();
