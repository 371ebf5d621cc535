import { createServer } from 'node:http';

/** `GET /` says what `Math.random` gives: three numbers. */
createServer((_request, response) => {
  response.end(JSON.stringify([Math.random(), Math.random(), Math.random()]));
}).listen(Number(process.env.PORT));
