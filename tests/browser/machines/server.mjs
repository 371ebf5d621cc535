// Tells which machine it runs on, at once and after a silence.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { name, silence } = JSON.parse(readFileSync('settings.json'));

const page = `<!doctype html><title>silence</title><script type="module">
const seen = [];
const source = new EventSource('/events');
source.onopen = () => parent.postMessage({ report: 'open' }, '*');
source.onerror = () => parent.postMessage({ report: 'error ' + source.readyState }, '*');
source.onmessage = ({ data }) => parent.postMessage({ report: data }, '*');
</script>`;

let streams = 0;
createServer((request, response) => {
  if (request.url === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(':\n\n');
    setTimeout(() => response.write(`data: ${name} after a while, stream ${++streams}\n\n`), silence);
    return;
  }
  const isAsk = request.url === '/ask';
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end(isAsk ? `<script>parent.postMessage({ report: '${name}' }, '*')</script>` : page);
}).listen(process.env.PORT);
