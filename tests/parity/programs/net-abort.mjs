import { connect, createServer } from 'node:net';
const listening = new AbortController();
const server = createServer().listen({ port: 0, host: '127.0.0.1', signal: listening.signal }, () => {
  const connecting = new AbortController();
  const client = connect({ port: server.address().port, host: '127.0.0.1', signal: connecting.signal });
  client.on('connect', () => connecting.abort());
  client.on('error', (error) => console.log(error.name, error.code, error.message));
  client.on('close', (hadError) => {
    console.log('client: close', hadError);
    listening.abort();
  });
});
server.on('close', () => console.log('server: close'));
