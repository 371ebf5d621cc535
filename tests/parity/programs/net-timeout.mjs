import { connect, createServer } from 'node:net';
const server = createServer((socket) => {
  let ticks = 0;
  const timer = setInterval(() => {
    socket.write('tick');
    if (++ticks === 5) clearInterval(timer);
  }, 20);
  socket.on('error', () => {});
}).listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  let ticks = 0;
  client.on('data', () => ticks++);
  client.setTimeout(70, () => {
    console.log('timeout after', ticks, 'ticks', client.timeout, client.destroyed);
    client.destroy();
  });
  client.on('close', (hadError) => {
    console.log('close', hadError);
    server.close();
  });
  for (const bad of [-1, Number.NaN, '5', undefined]) {
    try {
      client.setTimeout(bad);
    } catch (error) {
      console.log(error.name, error.code);
    }
  }
  client.setTimeout(70);
});
