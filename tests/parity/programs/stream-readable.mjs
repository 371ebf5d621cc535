import { getDefaultHighWaterMark, PassThrough, Readable, setDefaultHighWaterMark, Transform, Writable } from 'node:stream';

const turn = () => new Promise((resolve) => setTimeout(resolve, 2));
console.log(getDefaultHighWaterMark(false), getDefaultHighWaterMark(true), new Readable().readableHighWaterMark, new Writable({ objectMode: true }).writableHighWaterMark, new Transform({ readableHighWaterMark: 5 }).writableHighWaterMark);

const flowing = new Readable({ read() {} });
console.log(flowing.readableFlowing, flowing.readableLength, flowing.readable, flowing.readableEnded, flowing.readableDidRead);
flowing.push('one');
flowing.push(Buffer.from('two'));
console.log(flowing.readableLength, flowing.isPaused());
flowing.on('data', (chunk) => console.log('data', chunk));
flowing.on('end', () => console.log('end', flowing.readableEnded, flowing.readable));
flowing.on('close', () => console.log('close', flowing.destroyed, flowing.closed, flowing.errored));
console.log(flowing.readableFlowing);
await turn();
flowing.pause();
flowing.push('three');
console.log(flowing.isPaused(), flowing.readableFlowing, flowing.readableLength);
await turn();
flowing.resume();
flowing.push(null);
await turn();

// read(n), 'readable', setEncoding across a split character.
const paged = new Readable({ read() {} });
paged.setEncoding('utf8');
paged.on('readable', () => console.log('readable', paged.readableLength));
paged.on('end', () => console.log('end'));
const bytes = Buffer.from('h€llo');
paged.push(bytes.subarray(0, 2));
paged.push(bytes.subarray(2, 3));
await turn();
console.log(JSON.stringify(paged.read(1)), paged.read(5), JSON.stringify(paged.read()), paged.readableEncoding);
paged.push(bytes.subarray(3));
await turn();
console.log(JSON.stringify(paged.read(2)), JSON.stringify(paged.read()), paged.read());
paged.push(null);
await turn();
console.log(paged.read(), paged.readableEnded);

const mixed = new Readable({ read() {} });
mixed.push('world');
mixed.unshift('hello ');
console.log(String(mixed.read(6)), String(mixed.read(2)), String(mixed.read(99)), String(mixed.read()));

// The source is asked again only when there is room.
let asked = 0;
const lazy = new Readable({
  highWaterMark: 4,
  read(size) {
    asked += 1;
    console.log('asked', asked, size);
    this.push(asked > 3 ? null : 'xy');
  },
});
await turn();
console.log('before', asked);
lazy.on('data', (chunk) => console.log(String(chunk)));
await turn();

const objects = Readable.from([1, { a: 2 }, 'three', [4]]);
console.log(objects.readableObjectMode, objects.readableHighWaterMark);
for await (const value of objects) console.log(value);
for await (const value of Readable.from('a string is one chunk')) console.log(value);
for await (const value of Readable.from(Buffer.from('bytes'))) console.log(value);
for await (const value of Readable.from((async function* () { yield 'x'; yield 'y'; })(), { objectMode: false })) console.log(value);

const old = new PassThrough();
old.end('piped');
const sink = new Writable({
  write(chunk, encoding, done) {
    console.log('write', chunk, encoding);
    done();
  },
  final(done) {
    console.log('final');
    done();
  },
});
sink.on('pipe', (source) => console.log('pipe', source === old)).on('unpipe', () => console.log('unpipe')).on('finish', () => console.log('finish'));
console.log(old.pipe(sink) === sink);
await turn();
setDefaultHighWaterMark(false, 1000);
console.log(new Readable().readableHighWaterMark, getDefaultHighWaterMark(false));
