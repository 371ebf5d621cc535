import { connect, createServer } from 'node:net';
const server = createServer((socket) => socket.end(`${socket.remoteAddress} ${socket.remoteFamily} ${socket.localAddress}`)).listen(0);
server.on('listening', async () => {
  const { address, family, port } = server.address();
  console.log(address, family);
  for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
    const seen = await new Promise((resolve) => {
      let text = '';
      connect(port, host)
        .setEncoding('utf8')
        .on('data', (chunk) => {
          text += chunk;
        })
        .on('close', () => resolve(text));
    });
    console.log(host, '->', seen);
  }
  server.close();
});
