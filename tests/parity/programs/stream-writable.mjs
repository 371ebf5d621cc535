import { Duplex, duplexPair, PassThrough, Readable, Transform, Writable } from 'node:stream';

const turn = () => new Promise((resolve) => setTimeout(resolve, 3));
const slow = new Writable({
  highWaterMark: 5,
  write(chunk, encoding, done) {
    console.log('write', String(chunk), encoding);
    setTimeout(done, 1);
  },
});
slow.on('drain', () => console.log('drain', slow.writableLength, slow.writableNeedDrain));
slow.on('finish', () => console.log('finish')).on('close', () => console.log('close'));
console.log(slow.write('abc'), slow.writableLength, slow.write('def'), slow.writableLength, slow.writableNeedDrain);
await turn();
await turn();
slow.write('g', (error) => console.log('callback', error));
slow.end('h', () => console.log('ended'));
console.log(slow.writableEnded, slow.writableFinished, slow.writable);
await turn();
await turn();
console.log(slow.writableFinished, slow.destroyed, slow.closed);

const corked = new Writable({
  writev(chunks, done) {
    console.log('writev', chunks.map(({ chunk, encoding }) => [String(chunk), encoding]));
    done();
  },
});
corked.cork();
corked.cork();
corked.write('a');
corked.write('b', 'latin1');
corked.uncork();
console.log(corked.writableCorked, corked.writableLength);
corked.uncork();
await turn();
corked.end(new Uint8Array([99]));
await turn();

const text = new Writable({
  decodeStrings: false,
  defaultEncoding: 'latin1',
  write(chunk, encoding, done) {
    console.log(typeof chunk, chunk, encoding);
    done();
  },
});
text.write('é');
text.write('ff', 'hex');
text.setDefaultEncoding('base64').write('YQ==');
text.write(new DataView(new ArrayBuffer(2)));
text.write(new Uint16Array([1]));
await turn();

const upper = new Transform({
  transform(chunk, _encoding, done) {
    if (String(chunk) === 'skip') done();
    else done(null, String(chunk).toUpperCase());
  },
  flush(done) {
    this.push('!');
    done();
  },
});
upper.on('data', (chunk) => console.log('upper', String(chunk))).on('end', () => console.log('upper end'));
upper.write('a');
upper.write('skip');
upper.end('b');
await turn();

const numbers = new Transform({ objectMode: true, transform: (value, _encoding, done) => done(null, value * 2) });
numbers.on('data', (value) => console.log('number', value));
for (const value of [1, 2]) numbers.write(value);
numbers.end();
await turn();

const half = new Duplex({
  allowHalfOpen: false,
  read() {},
  write(chunk, _encoding, done) {
    console.log('half got', String(chunk));
    done();
  },
});
half.on('finish', () => console.log('half finish')).on('close', () => console.log('half close')).resume();
half.write('x');
half.push(null);
await turn();

const [left, right] = duplexPair();
right.on('data', (chunk) => {
  console.log('right', String(chunk));
  right.write(`echo ${chunk}`);
});
left.on('data', (chunk) => console.log('left', String(chunk)));
right.on('end', () => right.end());
left.on('end', () => console.log('left end'));
left.write('hi');
left.end();
await turn();

// Piping stops the source while the target is full.
const source = Readable.from(['1', '22', '333', '4444'], { objectMode: false });
const target = new Writable({
  highWaterMark: 2,
  write(chunk, _encoding, done) {
    console.log('target', String(chunk), source.isPaused());
    setTimeout(done, 1);
  },
});
source.pipe(new PassThrough()).pipe(target);
await new Promise((resolve) => target.on('finish', resolve));
