import http from 'node:http';
import { pipeline } from 'node:stream';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const log = [];
const server = http.createServer(async (req, res) => {
  if (req.url === '/pipe') {
    pipeline(req, res, (error) => log.push(`pipeline ${error ? 'failed' : 'done'}`));
    return;
  }
  try {
    let bytes = 0;
    for await (const chunk of req) bytes += chunk.length;
    res.end(String(bytes));
  } catch (error) {
    log.push(`${req.url} ${error.code} ${error.message} aborted ${req.aborted} complete ${req.complete}`);
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const options = { port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false };
const send = (path, act) =>
  new Promise((resolve) => {
    const req = http.request({ ...options, path }, async (res) => {
      let text = '';
      try {
        for await (const chunk of res) {
          text += chunk;
          if (cut) setTimeout(cut, 1);
        }
        log.push(`${path} answered ${text}`);
      } catch (error) {
        log.push(`${path} cut after ${text}: ${error.code}`);
      }
    });
    req.on('error', (error) => log.push(`${path} client ${error.code}`));
    req.on('close', () => setTimeout(resolve, 30));
    const cut = act(req);
  });
await send('/count', (req) => void req.end(Buffer.alloc(200_000)));
await send('/cut', (req) => {
  req.write('partial');
  setTimeout(() => req.destroy(), 20);
});
await send('/pipe', (req) => void req.end('echo'));
await send('/pipe', (req) => {
  req.write('part');
  return () => req.destroy();
});
console.log(log.sort().join('\n'));
server.close();
