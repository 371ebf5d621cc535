import { createServer } from 'node:http';

// What many servers do on SIGTERM: an end in good order, and one by force should that take too long.
const beat = setInterval(() => {}, 15_000).unref();
if (process.env.BEAT === 'ref') beat.ref();

const server = createServer((_request, response) => response.end('ok'));
server.listen(Number(process.env.PORT));
process.on('SIGTERM', () => {
  server.close();
  setTimeout(() => process.exit(3), 5_000).unref();
});
