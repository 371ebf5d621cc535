// The server of many streams: an event a second to each, numbered, with its time.
import { createServer } from 'node:http';

const clients = new Set();
let id = 0;
createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(':\n\n');
  clients.add(response);
  response.on('close', () => clients.delete(response));
}).listen(Number(process.env.PORT), () => console.log('listening'));
setInterval(() => {
  const text = `id: ${++id}\ndata: ${JSON.stringify({ sentAt: Date.now() })}\n\n`;
  for (const client of clients) client.write(text);
}, 1000);
