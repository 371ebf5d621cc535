import { connect, createServer } from 'node:net';
const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
let total = 0;
const server = createServer((socket) => {
  socket.pause();
  setTimeout(() => socket.resume(), 100);
  socket.on('data', (chunk) => {
    total += chunk.length;
    if (chunk.length > 65536) console.log('a chunk larger than 64 KiB');
  });
  socket.on('end', () => console.log('server received', total));
}).listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  client.on('connect', () => {
    console.log('high water mark', client.writableHighWaterMark, client.readableHighWaterMark);
    console.log('small write', client.write('x'), client.writableLength);
    let writes = 0;
    while (client.write(MEGABYTE)) writes++;
    while (writes < 15) {
      client.write(MEGABYTE);
      writes++;
    }
    console.log('needs drain', client.writableNeedDrain, client.writableLength > 1024 * 1024, client.bufferSize === client.writableLength);
    client.on('drain', () => {
      console.log('drain', client.writableLength, client.writableNeedDrain);
      client.end(() => console.log('all sent', client.bytesWritten));
    });
  });
  client.on('close', () => server.close());
});
