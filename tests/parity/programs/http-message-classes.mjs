import http, { Agent, IncomingMessage, METHODS, OutgoingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { EventEmitter } from 'node:events';
import net from 'node:net';
import { Readable, Stream } from 'node:stream';
console.log(['Agent', 'ClientRequest', 'createServer', 'get', 'request', 'setMaxIdleHTTPParsers'].map((name) => typeof http[name]).join());
console.log(METHODS.length, METHODS.includes('QUERY'), STATUS_CODES[418], http.maxHeaderSize);
console.log(http.Server() instanceof net.Server, Agent() instanceof EventEmitter, http.globalAgent.keepAlive);
const message = new IncomingMessage(null);
console.log(message instanceof Readable, message.url, message.method, message.statusCode, message.headers, message.complete);
message._dump();
const response = new ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1, headers: {} });
console.log(response instanceof OutgoingMessage, response instanceof Stream, response.statusCode, response.writable);
response.setHeader('A', '1').setHeader('B', ['2', '3']);
response.setHeaders(new Map([['c', '4'], ['set-cookie', 'x=y']]));
response.appendHeader('a', '5');
console.log(response.getHeaders(), response.getRawHeaderNames());
class Mine extends ServerResponse {
  json(value) {
    this.setHeader('Content-Type', 'application/json');
    this.end(JSON.stringify(value));
  }
}
class Incoming extends IncomingMessage {
  get query() {
    return new URL(this.url, 'http://x').searchParams.get('q');
  }
}
const server = http.createServer({ ServerResponse: Mine, IncomingMessage: Incoming }, (req, res) => {
  console.log(req instanceof Incoming, res instanceof Mine, res.req === req, req.socket === res.socket, req.connection === req.socket);
  res.json({ q: req.query });
});
server.listen(0, '127.0.0.1', () => {
  http.get(`http://127.0.0.1:${server.address().port}/?q=v%20w`, (res) => {
    res.on('data', (chunk) => console.log(res.headers['content-type'], String(chunk)));
    res.on('end', () => server.close());
  });
});
