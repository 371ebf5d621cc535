// How many requests a client and a server on the same loopback exchange in a second, one after the other.
import { Agent, createServer, get } from 'node:http';

const SECONDS = 3;
const server = createServer((request, response) => response.end('pong'));
server.listen(0, () => {
  const { port } = server.address();
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  let count = 0;
  const next = () => {
    if (performance.now() - started > SECONDS * 1000) {
      console.log(Math.round(count / ((performance.now() - started) / 1000)));
      process.exit();
    }
    get({ port, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        count++;
        next();
      });
    });
  };
  next();
});
