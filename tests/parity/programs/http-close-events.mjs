import http from 'node:http';
// When 'close' fires on the request and on the response, and what they say about themselves then.
const log = [];
const server = http.createServer((req, res) => {
  const name = req.url;
  req.on('close', () => log.push(`${name} req close: destroyed ${req.destroyed} complete ${req.complete} aborted ${req.aborted}`));
  res.on('finish', () => log.push(`${name} res finish`));
  res.on('close', () => log.push(`${name} res close: finished ${res.writableFinished} destroyed ${res.destroyed}`));
  if (name === '/read') req.resume().on('end', () => setTimeout(() => res.end('ok'), 20));
  if (name === '/unread') setTimeout(() => res.end('ok'), 20);
  if (name === '/never') res.write('first');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const done = (path, destroy) =>
  new Promise((resolve) => {
    const req = http.request({ port, host: '127.0.0.1', path, method: 'POST', agent: false }, (res) => {
      res.on('error', () => {});
      if (destroy) res.once('data', () => req.destroy());
      else res.resume();
      res.on('close', () => setTimeout(resolve, 30));
    });
    req.on('error', () => {});
    req.end('body');
  });
await done('/read');
await done('/unread');
await done('/never', true);
console.log(log.join('\n'));
server.close();
