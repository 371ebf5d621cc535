import { pipeline as withCallback, PassThrough, Readable, Transform, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';

const turn = () => new Promise((resolve) => setTimeout(resolve, 3));
const collect = (label) => new Writable({
  write(chunk, _encoding, done) {
    console.log(label, String(chunk));
    done();
  },
});
const upper = () => new Transform({ transform: (chunk, _e, done) => done(null, String(chunk).toUpperCase()) });
const outcome = (label, promise) => promise.then((value) => console.log(label, 'fine', value), (error) => console.log(label, error.name, error.code, error.message));

await outcome('plain', pipeline(Readable.from(['a', 'b']), upper(), collect('out')));
await outcome('generators', pipeline(
  async function* () {
    yield 'x';
    yield 'y';
  },
  async function* (source) {
    for await (const chunk of source) yield `<${chunk}>`;
  },
  async (source) => {
    let all = '';
    for await (const chunk of source) all += chunk;
    return all;
  },
));
await outcome('iterable', pipeline(['1', '2'], collect('iterable')));
await outcome('source fails', pipeline(new Readable({ read() { this.destroy(new TypeError('source')); } }), upper(), collect('never')));
await outcome('middle fails', pipeline(Readable.from(['a']), new Transform({ transform: (_c, _e, done) => done(new RangeError('middle')) }), collect('never')));
await outcome('sink fails', pipeline(Readable.from(['a']), new Writable({ write: (_c, _e, done) => done(new Error('sink')) })));
await outcome('generator fails', pipeline(Readable.from(['a']), async function* () { throw new SyntaxError('generator'); }, collect('never')));

const cutSource = new PassThrough();
const cutSink = collect('cut');
setTimeout(() => cutSource.destroy(), 1);
await outcome('premature', pipeline(cutSource, cutSink));
console.log(cutSource.destroyed, cutSink.destroyed);
const goneSink = new PassThrough();
setTimeout(() => goneSink.destroy(), 1);
const goneSource = new PassThrough();
await outcome('sink gone', pipeline(goneSource, goneSink));
console.log(goneSource.destroyed);

const controller = new AbortController();
setTimeout(() => controller.abort(), 1);
const endless = new Readable({ read() {} });
await outcome('aborted', pipeline(endless, collect('never'), { signal: controller.signal }));
console.log(endless.destroyed, endless.errored?.name);
const open = new PassThrough();
open.resume();
await outcome('left open', pipeline(Readable.from(['a']), open, { end: false }));
console.log(open.writableEnded, open.destroyed);

const result = withCallback(Readable.from(['cb']), upper(), (error) => console.log('callback', error));
result.on('data', (chunk) => console.log('from callback form', String(chunk)));
await turn();
await finished(Readable.from([]).resume());
await outcome('finished', finished(new PassThrough().destroy(new Error('dead'))));
await outcome('no streams', new Promise((resolve) => resolve(pipeline())));
await outcome('bad stream', new Promise((resolve) => resolve(pipeline(Readable.from(['a']), 5))));
console.log((await import('node:stream')).default.promises.pipeline === pipeline);
