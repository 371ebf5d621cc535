import stream, { addAbortSignal, compose, Duplex, finished, pipeline, Readable, setDefaultHighWaterMark, Transform, Writable } from 'node:stream';

const show = (label, error) => console.log(label, '|', String(error), '|', error?.name, error?.code, error && Object.keys(error));
const attempt = (label, run) => {
  try {
    console.log(label, typeof run());
  } catch (error) {
    show(label, error);
  }
};
const turn = () => new Promise((resolve) => setTimeout(resolve, 3));
const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });

attempt('write null', () => sink().write(null));
attempt('write 5', () => sink().write(5));
attempt('write {}', () => sink().write({ a: 1 }));
attempt('write undefined', () => sink().write(undefined));
attempt('write encoding', () => sink().write('x', 'nope'));
attempt('default encoding', () => sink().setDefaultEncoding('nope'));
attempt('readable encoding', () => new Readable({ encoding: 'nope' }));
attempt('setEncoding', () => new Readable().setEncoding('nope'));
attempt('water mark', () => new Readable({ highWaterMark: -1 }));
attempt('water mark', () => new Duplex({ writableHighWaterMark: 'x' }));
attempt('default water mark', () => setDefaultHighWaterMark(false, -1));
attempt('from 5', () => Readable.from(5));
attempt('from null', () => Readable.from(null));
attempt('pipeline', () => pipeline());
attempt('pipeline one', () => pipeline(sink(), () => {}));
attempt('pipeline no callback', () => pipeline(sink(), sink()));
attempt('finished {}', () => finished({}, () => {}));
attempt('finished', () => finished(sink()));
attempt('addAbortSignal', () => addAbortSignal({}, sink()));
attempt('addAbortSignal', () => addAbortSignal(new AbortController().signal, {}));
attempt('compose', () => compose());
attempt('Duplex.from', () => Duplex.from(5));
attempt('map', () => Readable.from([1]).map(1));
attempt('take', () => Readable.from([1]).take(-1));
attempt('fromWeb', () => Readable.fromWeb({}));
attempt('toWeb', () => Readable.toWeb({}));
attempt('Writable.fromWeb', () => Writable.fromWeb({}));
attempt('Duplex.fromWeb', () => Duplex.fromWeb({}));
attempt('promises', () => stream.promises.pipeline);

const events = (label, target) => {
  for (const name of ['error', 'close', 'end', 'finish']) target.on(name, (error) => (error ? show(`${label} ${name}`, error) : console.log(label, name)));
  return target;
};
const ended = events('after end', sink());
ended.end('x');
console.log(ended.write('y', (error) => show('callback', error)));
await turn();
ended.end((error) => show('end again', error));
await turn();
const destroyed = events('destroyed', sink());
destroyed.destroy();
console.log(destroyed.write('y', (error) => show('callback', error)));
destroyed.end('z', (error) => show('end callback', error));
await turn();

events('no _read', new Readable()).read();
attempt('no _write', () => new Writable().write('x'));
await turn();
const pushed = events('push after end', new Readable({ read() {} }));
pushed.push(null);
pushed.push('x');
await turn();
events('push number', new Readable({ read() {} })).push(5);
const unshifted = events('unshift after end', new Readable({ read() {} }));
unshifted.push(null);
unshifted.resume();
await turn();
unshifted.unshift('x');
events('read throws', new Readable({ read() { throw new TypeError('in read'); } })).resume();
events('write throws', new Writable({ write: (_chunk, _encoding, done) => done(new RangeError('in write')) })).write('x', (error) => show('its callback', error));
events('final fails', new Writable({ write: (_c, _e, done) => done(), final: (done) => done(new Error('in final')) })).end();
events('construct fails', new Readable({ construct: (done) => done(new Error('in construct')) }));
events('destroy fails', new Readable({ read() {}, destroy: (_error, done) => done(new Error('in destroy')) })).destroy();
events('transform fails', new Transform({ transform: (_c, _e, done) => done(new Error('in transform')) })).write('x');
events('twice', new Writable({ write(_c, _e, done) { done(); done(); } })).write('x');
events('generator', Readable.from((function* () { yield 1; throw new Error('in generator'); })())).resume();
await turn();

const signal = new AbortController();
const aborted = events('aborted', addAbortSignal(signal.signal, new Readable({ read() {} })));
signal.abort(new Error('reason'));
await turn();
console.log(aborted.errored.name, aborted.errored.cause.message, aborted.readableAborted);
console.log(stream.isErrored(aborted), stream.isReadable(aborted), stream.isDisturbed(unshifted), stream.isDestroyed?.(aborted));
const piping = events('pipe from writable', sink());
piping.pipe(sink());
await turn();
