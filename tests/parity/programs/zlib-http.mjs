import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
const server = http.createServer(async (req, res) => {
  if (req.url === '/page') {
    res.writeHead(200, { 'Content-Encoding': 'gzip' });
    res.end(zlib.gzipSync('<p>page</p>'.repeat(500)));
    return;
  }
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': req.url.slice(1) });
  const stream = req.url === '/gzip' ? zlib.createGzip() : zlib.createDeflate();
  stream.pipe(res);
  for (let id = 1; id <= 3; id++) {
    stream.write(`id: ${id}\ndata: event\n\n`);
    stream.flush(zlib.constants.Z_SYNC_FLUSH);
    await sleep(60);
  }
  stream.end();
});
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const coding of ['gzip', 'deflate']) {
    const events = [];
    const response = await fetch(`${base}/${coding}`);
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) events.push(chunk);
    console.log(coding, response.headers.get('content-encoding'), events);
  }
  console.log((await (await fetch(`${base}/page`)).text()).length);
  http.get(`${base}/gzip`, (res) => {
    const started = [];
    const plain = res.pipe(zlib.createGunzip()).setEncoding('utf8');
    plain.on('data', (text) => started.push(text));
    plain.on('end', () => {
      console.log(started);
      server.close();
    });
  });
});
