import http from 'node:http';
const PART = Buffer.alloc(256 * 1024, 'p');
const server = http.createServer((req, res) => {
  let drains = 0;
  let sent = 0;
  res.on('drain', () => {
    drains++;
    send();
  });
  const send = () => {
    while (sent < 64) {
      sent++;
      if (!res.write(PART)) {
        if (sent === 1) console.log('first write is over the mark', res.writableNeedDrain, res.writableLength > PART.length);
        return;
      }
    }
    res.end(() => console.log('finished; drained', drains > 0, res.writableLength, res.writableFinished));
  };
  console.log('mark', res.writableHighWaterMark, res.write('small'), res.writableLength > 0);
  setTimeout(send, 10);
}).listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (res) => {
    let total = 0;
    res.pause();
    setTimeout(() => res.resume(), 100);
    res.on('data', (chunk) => {
      total += chunk.length;
    });
    res.on('end', () => {
      console.log('received', total === 5 + 64 * PART.length);
      server.close();
    });
  });
});
