import zlib from 'node:zlib';
const attempt = (name, action) => {
  try {
    console.log(name, '->', String(action()));
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.errno, error.message, Object.keys(error).sort().join());
  }
};
const packed = zlib.gzipSync('hello hello hello');
const damaged = (at) => Buffer.from(packed).fill(packed[at] ^ 0x55, at, at + 1);
const dictionary = Buffer.from('d');
const withDictionary = zlib.deflateSync('ddd', { dictionary });
const calls = {
  'one byte': () => zlib.gunzipSync('x'),
  'no gzip': () => zlib.gunzipSync(Buffer.from('not gzip at all')),
  'no zlib': () => zlib.inflateSync(Buffer.from('nope')),
  'no deflate': () => zlib.inflateRawSync(Buffer.from([255, 255, 255])),
  nothing: () => zlib.gunzipSync(Buffer.alloc(0)),
  'head only': () => zlib.gunzipSync(packed.subarray(0, 10)),
  'no tail': () => zlib.gunzipSync(packed.subarray(0, -4)),
  'damaged block': () => zlib.gunzipSync(damaged(10)),
  'damaged sum': () => zlib.gunzipSync(damaged(packed.length - 6)),
  'damaged length': () => zlib.gunzipSync(damaged(packed.length - 2)),
  'garbage behind': () => zlib.gunzipSync(Buffer.concat([packed, Buffer.from([1, 2, 3])])),
  'dictionary missing': () => zlib.inflateSync(withDictionary),
  'dictionary wrong': () => zlib.inflateSync(withDictionary, { dictionary: Buffer.from('e') }),
  'too large': () => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1000)), { maxOutputLength: 10 }),
  'no data': () => zlib.gzipSync(),
  'data is a number': () => zlib.gzipSync(5),
  'no callback': () => zlib.gzip('x'),
  level: () => zlib.createGzip({ level: 99 }),
  'level is text': () => zlib.createGzip({ level: 'x' }),
  chunkSize: () => zlib.createGzip({ chunkSize: 5 }),
  windowBits: () => zlib.createGzip({ windowBits: 99 }),
  'windowBits below': () => zlib.createInflate({ windowBits: 3 }),
  flush: () => zlib.createGzip({ flush: 99 }),
  finishFlush: () => zlib.createGzip({ finishFlush: -1 }),
  memLevel: () => zlib.createGzip({ memLevel: 10 }),
  strategy: () => zlib.createGzip({ strategy: 9 }),
  dictionary: () => zlib.deflateSync('x', { dictionary: 5 }),
  maxOutputLength: () => zlib.gzipSync('x', { maxOutputLength: 0 }),
  'crc32 of a number': () => zlib.crc32(5),
  'crc32 from text': () => zlib.crc32('x', 'y'),
  'crc32 from below': () => zlib.crc32('x', -1),
};
for (const [name, call] of Object.entries(calls)) attempt(name, call);
attempt('names', () => Object.keys(zlib).sort());
const outcome = (stream, ...chunks) => new Promise((resolve) => {
  const seen = [];
  for (const event of ['data', 'end', 'close', 'error']) stream.on(event, (value) => {
    seen.push(value === undefined ? event : `${event} ${value.code ?? value}`);
    if (event === 'close') resolve(seen);
  });
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
});
console.log('truncated', await outcome(zlib.createGunzip(), packed.subarray(0, -9)));
console.log('truncated, in pieces', await outcome(zlib.createGunzip(), packed.subarray(0, 12), packed.subarray(12, 16)));
console.log('nonsense', await outcome(zlib.createGunzip(), 'nonsense that is long enough', 'and more'));
console.log('nothing', await outcome(zlib.createGunzip()));
console.log('nothing to pack', (await outcome(zlib.createDeflate())).length);
const closed = zlib.createGzip();
closed.on('error', (error) => console.log('closed', error.code, error.message));
closed.close(() => {
  console.log('close called back', closed.destroyed);
  closed.write('late');
});
