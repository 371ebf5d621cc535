import http from 'node:http';
import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
async function run(name, act) {
  const log = [];
  const responses = [];
  const server = http.createServer((req, res) => {
    responses.push(res);
    if (req.url === '/idle') res.end('idle');
    else res.write('streaming');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connections = {};
  for (const kind of ['idle', 'stream']) {
    const socket = net.connect(server.address().port, '127.0.0.1');
    socket.write(`GET /${kind} HTTP/1.1\r\nHost: x\r\n\r\n`);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => log.push(`${kind}: end${text.endsWith('0\r\n\r\n') ? ' after a full body' : ''}`));
    socket.on('error', (error) => log.push(`${kind}: ${error.code}`));
    socket.on('close', () => log.push(`${kind}: close`));
    connections[kind] = socket;
    await once(socket, 'data');
  }
  await act(server, responses, log);
  await new Promise((resolve) => setTimeout(resolve, 60));
  for (const who of ['idle', 'stream', '']) console.log(name, log.filter((line) => (line.startsWith(who) && who) || !(who || /^(idle|stream)/.test(line))));
  for (const socket of Object.values(connections)) socket.destroy();
  server.closeAllConnections();
  server.close();
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
await run('close waits for the stream', async (server, responses, log) => {
  server.close((error) => log.push(`closed ${error}`));
  await pause();
  log.push('end the stream');
  responses[1].end();
});
await run('closeAllConnections', async (server, _responses, log) => {
  server.close(() => log.push('closed'));
  await pause();
  log.push('close all');
  server.closeAllConnections();
});
await run('closeIdleConnections', async (server, _responses, log) => {
  server.closeIdleConnections();
  await pause();
  log.push(`still listening ${server.listening}`);
});
await run('end, then close', async (server, responses, log) => {
  responses[1].end();
  server.close(() => log.push('closed'));
});
const never = http.createServer();
never.close((error) => console.log(error.code));
