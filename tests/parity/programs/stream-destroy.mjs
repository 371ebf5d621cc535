import { Duplex, finished, PassThrough, Readable, Writable } from 'node:stream';

const turn = () => new Promise((resolve) => setTimeout(resolve, 3));
const watch = (label, target) => {
  for (const name of ['data', 'end', 'finish', 'prefinish', 'error', 'close', 'readable', 'pause', 'resume']) {
    if (name === 'readable' || name === 'data') continue;
    target.on(name, (value) => console.log(label, name, value instanceof Error ? value.message : value));
  }
  return target;
};
const state = (target) => ({ destroyed: target.destroyed, closed: target.closed, errored: target.errored?.message ?? target.errored, readable: target.readable, writable: target.writable, ended: target.readableEnded, finished: target.writableFinished });

console.log('a destroyed duplex');
const duplex = watch('duplex', new Duplex({ read() {}, write: (_c, _e, done) => done() }));
duplex.destroy(new Error('why'));
console.log(state(duplex));
duplex.destroy(new Error('second'));
await turn();
console.log(state(duplex));

console.log('slow destroy');
const slow = watch('slow', new Writable({
  write: (_c, _e, done) => done(),
  destroy(error, done) {
    console.log('destroying', error?.message);
    setTimeout(() => done(error), 1);
  },
}));
slow.end('x');
slow.destroy();
await turn();
console.log(state(slow));

console.log('construct first');
const constructed = watch('constructed', new Writable({
  construct(done) {
    console.log('construct');
    setTimeout(done, 1);
  },
  write(chunk, _e, done) {
    console.log('write', String(chunk));
    done();
  },
}));
constructed.write('early');
constructed.end();
await turn();
await turn();

console.log('no auto destroy, no close');
const manual = watch('manual', new Readable({ autoDestroy: false, emitClose: false, read() { this.push(null); } }));
manual.resume();
await turn();
console.log(state(manual));
manual.destroy();
await turn();
console.log(manual.destroyed, manual.closed);

console.log('finished');
const report = (label) => (error) => console.log(label, error ? `${error.code} ${error.message}` : 'fine');
const good = new PassThrough();
finished(good, report('good'));
good.end('x');
good.resume();
const cut = new PassThrough();
finished(cut, report('cut'));
finished(cut, { readable: false }, report('cut, writable side'));
cut.write('x');
cut.destroy();
const failed = new PassThrough();
finished(failed, report('failed'));
failed.on('error', () => {});
failed.destroy(new Error('broken'));
const cleaned = new PassThrough();
finished(cleaned, report('never'))();
cleaned.destroy();
const controller = new AbortController();
finished(new PassThrough(), { signal: controller.signal }, report('aborted'));
controller.abort();
await turn();
finished(good, report('already good'));
finished(cut, report('already cut'));
finished(failed, report('already failed'));
await turn();

console.log('await using and destroyed iteration');
{
  await using disposed = new Readable({ read() {} });
  disposed.on('error', (error) => console.log('disposed', error.name)).on('close', () => console.log('disposed close'));
}
const iterated = new Readable({ read() {} });
iterated.push('one');
setTimeout(() => iterated.destroy(), 1);
try {
  for await (const chunk of iterated) console.log(String(chunk));
} catch (error) {
  console.log(error.code, error.message);
}
const undone = new PassThrough();
undone.pipe(new PassThrough()).destroy();
undone.write('x');
await turn();
console.log(undone.destroyed, undone.readableFlowing, undone.listenerCount('data'));
