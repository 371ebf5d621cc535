import { connect, createServer } from 'node:net';

/** Passes bytes on, and cuts a connection on which nothing came from the server for 20 s. */
createServer((client) => {
  const server = connect(Number(process.env.UPSTREAM));
  let timer = setTimeout(cut, 20_000);
  function cut() {
    server.destroy();
    client.end();
  }
  server.on('data', (bytes) => {
    clearTimeout(timer);
    timer = setTimeout(cut, 20_000);
    client.write(bytes);
  });
  client.pipe(server);
  client.on('close', () => {
    clearTimeout(timer);
    server.destroy();
  });
  server.on('error', cut);
}).listen(Number(process.env.PORT));
