import http from 'node:http';
// The server answers before the upload is complete: what the client sees, and whether the connection survives.
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const server = http.createServer((req, res) => {
  if (req.url === '/refuse') {
    res.writeHead(413, { Connection: 'close' });
    res.end('too large');
  } else if (req.url === '/ignore') {
    res.end('thanks');
  } else {
    res.writeHead(200);
    res.write('got: ');
    req.on('data', (chunk) => res.write(String(chunk.length)));
    req.on('end', () => res.end('.'));
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const upload = (path, parts) =>
  new Promise((resolve) => {
    const log = [];
    const req = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', path, agent }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => log.push(`${res.statusCode} ${text}`));
      res.on('error', (error) => log.push(`response ${error.code}`));
    });
    req.on('finish', () => log.push('request finished'));
    req.on('error', (error) => log.push(`request ${error.code}`));
    req.on('close', () => setTimeout(() => resolve(`${path} ${log.join('; ')}`), 20));
    // Each part follows something that came back: the end of the answer, or the echo of the part before.
    const send = () => {
      if (parts-- > 0) req.write('12345');
      else req.end();
    };
    req.on('response', (res) => {
      if (path === '/ignore') {
        res.on('end', () => {
          while (parts > 0) send();
          send();
        });
      } else if (path === '/refuse') res.on('close', send);
      else res.on('data', send);
    });
    send();
  });
console.log(await upload('/ignore', 3));
console.log(await upload('/echo', 3));
console.log(await upload('/refuse', 1));
console.log(await upload('/ignore', 0));
agent.destroy();
server.close();
