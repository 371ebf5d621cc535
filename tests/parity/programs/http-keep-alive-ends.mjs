import http from 'node:http';
// A pooled connection that the server closes is not used again.
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
let connections = 0;
const server = http.createServer({ keepAliveTimeout: 1000, keepAliveTimeoutBuffer: 0 }, (req, res) => res.end(String(connections)));
server.on('connection', () => connections++);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const agent = new http.Agent({ keepAlive: true, agentKeepAliveTimeoutBuffer: 0 });
const get = (options = {}) =>
  new Promise((resolve, reject) => {
    const req = http.get({ port: server.address().port, host: '127.0.0.1', agent, ...options }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(`connection ${text}, reused ${req.reusedSocket}, ${res.headers['keep-alive']}`));
    });
    req.on('error', reject);
  });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
console.log(await get());
await pause(5);
console.log(Object.values(agent.freeSockets).flat().length, agent.totalSocketCount);
await pause(1200);
console.log(Object.values(agent.freeSockets).flat().length, agent.totalSocketCount);
console.log(await get());
console.log(await get({ headers: { Connection: 'close' } }));
await pause(20);
console.log(Object.values(agent.freeSockets).flat().length);
server.close();
agent.destroy();
