import http from 'node:http';
import net from 'node:net';
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const answers = {
  '/double': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil',
  '/hints': 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/trailers': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\nX-T: 2\r\n\r\n',
  '/bodiless': 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
  '/unmodified': 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: "a"\r\n\r\n',
  '/cookies': 'HTTP/1.1 200\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX: 1\r\nx: 2\r\nContent-Length: 0\r\n\r\n',
  '/long': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more',
};
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => socket.write(answers[String(chunk).split(' ')[1]]));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const agent = new http.Agent({ keepAlive: true });
for (const path of Object.keys(answers)) {
  const log = [];
  const req = http.get({ port: server.address().port, host: '127.0.0.1', agent, path });
  req.on('information', (info) => log.push(`information ${info.statusCode} ${info.headers.link}`));
  req.on('error', (error) => log.push(`error ${error.code}`));
  req.on('response', (res) => {
    let text = '';
    res.on('data', (chunk) => {
      text += chunk;
    });
    res.on('error', (error) => log.push(`response error ${error.code}`));
    res.on('end', () => log.push(`${res.statusCode} [${res.statusMessage}] ${text} ${JSON.stringify(res.trailers)} ${res.rawTrailers} ${res.headers['set-cookie']} ${res.headers.x}`));
  });
  await once(req, 'close');
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(path, log.join('; '), '| pooled', Object.values(agent.freeSockets).flat().length);
}
agent.destroy();
server.close();
