const Stream = require('stream');
const util = require('util');
const EventEmitter = require('events');

console.log(typeof Stream, Stream === Stream.Stream, Stream.name, Object.keys(Stream).filter((key) => !key.startsWith('_')));
console.log(require('stream/promises') === Stream.promises, Object.keys(Stream.promises));

// Old streams: anything with 'data', 'end' and pipe.
function Old() {
  Stream.call(this);
  this.readable = true;
}
util.inherits(Old, Stream);
const old = new Old();
const target = new Stream.PassThrough();
target.on('data', (chunk) => console.log('old', String(chunk))).on('end', () => console.log('old end'));
old.pipe(target);
old.emit('data', 'x');
old.emit('end');
console.log(old instanceof Stream, old instanceof EventEmitter, target instanceof Stream, target instanceof EventEmitter);

function Counter(limit) {
  Stream.Readable.call(this, { objectMode: true });
  this.limit = limit;
  this.count = 0;
}
util.inherits(Counter, Stream.Readable);
Counter.prototype._read = function () {
  this.count += 1;
  this.push(this.count > this.limit ? null : this.count);
};
new Counter(2).on('data', (value) => console.log('count', value)).on('end', () => console.log('count end'));

function Collect() {
  if (!(this instanceof Collect)) return new Collect();
  Stream.Writable.call(this);
}
util.inherits(Collect, Stream.Writable);
Collect.prototype._write = (chunk, _encoding, done) => {
  console.log('collect', String(chunk));
  done();
};
Collect().end('c');
const transform = Stream.Transform({ transform: (chunk, _e, done) => done(null, `${chunk}${chunk}`) });
transform.on('data', (chunk) => console.log('transform', String(chunk)));
transform.end('t');
console.log(Stream.PassThrough() instanceof Stream.Transform, Stream.Duplex.prototype instanceof Stream.Readable, Stream.Duplex() instanceof Stream.Writable, new Stream.Readable() instanceof Stream.Writable);
console.log(Stream.Readable.prototype.on.length, typeof Stream.Readable.prototype.asIndexedPairs, Object.keys(Stream.Readable), Object.keys(Stream.Writable));

class Modern extends Stream.Duplex {
  #seen = [];
  constructor() {
    super({ emitClose: false });
  }
  _read() {}
  _write(chunk, encoding, done) {
    this.#seen.push([String(chunk), encoding]);
    done();
  }
  _writev(chunks, done) {
    this.#seen.push(chunks.map(({ chunk }) => String(chunk)));
    done();
  }
  get seen() {
    return this.#seen;
  }
}
const modern = new Modern();
modern.cork();
modern.write('a');
modern.write('b');
process.nextTick(() => modern.uncork());
setTimeout(() => {
  modern.write('c');
  console.log(modern.seen);
}, 2);
