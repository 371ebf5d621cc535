import { spawn } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
if (typeof EventSource === 'undefined') {
  // Node has it behind a flag.
  spawn(process.execPath, ['--no-warnings', '--experimental-eventsource', fileURLToPath(import.meta.url)], { stdio: 'inherit' });
} else {
  const visits = {};
  const server = http.createServer((req, res) => {
    const visit = (visits[req.url] = (visits[req.url] ?? 0) + 1);
    const stream = () => res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (req.url === '/fields') {
      if (visit > 1) return res.writeHead(204).end();
      console.log(req.method, req.headers.accept, req.headers['cache-control'], req.headers['last-event-id']);
      stream();
      res.write('\ufeff: comment\nretry: 20\n\nid: 1\ndata: first\ndata:second line\n\n');
      res.write('event: tick\r\ndata: {"n":1}\r\n\r\n');
      res.write('id: é2\ndata\n\nid: 3\rdata: cr\r\rdata: spl');
      setTimeout(() => {
        res.write(Buffer.from([0x69, 0x74, 0x20, 0xe2, 0x82]));
        setTimeout(() => res.end(Buffer.concat([Buffer.from([0xac]), Buffer.from('\n\ndata: never dispatched')])), 20);
      }, 20);
    } else if (req.url === '/again') {
      console.log('visit', visit, req.headers['last-event-id']);
      if (visit === 3) return res.writeHead(204).end();
      stream();
      res.write(`retry: 10\nid: ${visit}\ndata: visit ${visit}\n\n`);
      setTimeout(() => (visit === 1 ? res.end() : res.destroy()), 20);
    } else if (req.url === '/moved') res.writeHead(302, { Location: '/one' }).end();
    else if (req.url === '/one') {
      stream();
      res.write('data: one\n\n');
    } else if (req.url === '/500') res.writeHead(500).end('no');
    else if (req.url === '/type') res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
  const show = ({ type, data, lastEventId, origin }) => console.log(type, JSON.stringify(data), lastEventId, origin === base);
  console.log(EventSource.CONNECTING, EventSource.OPEN, EventSource.CLOSED);
  try {
    new EventSource('http://[');
  } catch (error) {
    console.log(error.name);
  }
  const fields = new EventSource(`${base}/fields`);
  console.log(fields.url === `${base}/fields`, fields.readyState, fields.withCredentials, fields.onmessage);
  fields.onopen = () => console.log('open', fields.readyState);
  fields.onmessage = show;
  fields.addEventListener('tick', show);
  await next(fields, 'error');
  console.log('ended', fields.readyState);
  await next(fields, 'error');
  console.log('204', fields.readyState);
  const again = new EventSource(`${base}/again`);
  again.onmessage = ({ data, lastEventId }) => console.log(data, lastEventId);
  for (let errors = 0; errors < 3; errors++) {
    await next(again, 'error');
    console.log('error', again.readyState);
  }
  const moved = new EventSource(`${base}/moved`);
  console.log((await next(moved, 'message')).data, moved.readyState);
  moved.close();
  console.log(moved.readyState);
  for (const path of ['/500', '/type']) {
    const failing = new EventSource(base + path);
    const { type } = await next(failing, 'error');
    console.log(path, type, failing.readyState);
  }
  server.close();
  server.closeAllConnections();
  const refused = new EventSource(`${base}/one`);
  await next(refused, 'error');
  console.log('refused', refused.readyState);
  refused.close();
}
