// The same program on real Node and on the machine: a page that counts, and a burst of events.
import { createServer } from 'node:http';

const EVENTS = 50_000;

createServer((request, response) => {
  if (request.url.startsWith('/page')) {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>burst</title><script>
      let count = 0;
      let started = 0;
      const source = new EventSource('/events' + location.search);
      source.onopen = () => { started = performance.now(); };
      source.onmessage = () => {
        if (++count < ${EVENTS}) return;
        source.close();
        parent.postMessage({ report: performance.now() - started }, '*');
      };
    </script>`);
    return;
  }
  if (!request.url.startsWith('/events')) {
    response.end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(':\n\n');
  let next = 1;
  const send = () => response.write(`id: ${next}\ndata: event ${next}\n\n`);
  // One event a turn of the event loop, or all in one.
  const turn = () => {
    send();
    if (next++ < EVENTS) setImmediate(turn);
  };
  setTimeout(() => {
    if (request.url.endsWith('?turns')) turn();
    else for (; next <= EVENTS; next++) send();
  }, 50);
}).listen(Number(process.env.PORT));
