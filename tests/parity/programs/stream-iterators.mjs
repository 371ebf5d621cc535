import { compose, Duplex, PassThrough, Readable, Writable } from 'node:stream';

const from = (...values) => Readable.from(values);
console.log(await from(1, 2, 3, 4).map((value) => value * 2).toArray());
console.log(await from(1, 2, 3, 4).filter((value) => value % 2).toArray(), await from(1, 2).flatMap((value) => [value, value * 10]).toArray());
console.log(await from(1, 2, 3).take(2).toArray(), await from(1, 2, 3).drop(1).toArray(), await from('a', 'b').reduce((all, one) => all + one));
console.log(await from(1, 2, 3).some((value) => value > 2), await from(1, 2).every((value) => value > 1), await from(1, 2, 3).find((value) => value > 1));
await from('x', 'y').forEach((value) => console.log('each', value));
console.log(await from(3, 1, 2).map(async (delay) => {
  await new Promise((resolve) => setTimeout(resolve, delay));
  return delay;
}, { concurrency: 3 }).toArray());
for (const run of [
  () => from().reduce((a, b) => a + b),
  () => from(1).map(() => { throw new Error('in map'); }).toArray(),
  () => from(1, 2).toArray({ signal: AbortSignal.abort() }),
  () => from(1).take(NaN).toArray(),
  () => from(1).drop(-1).toArray(),
  () => from(1).map((x) => x, { concurrency: 0 }).toArray(),
  () => from(1).filter('x').toArray(),
]) {
  try {
    console.log(await run());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

// Leaving the loop destroys the stream, unless it is asked not to.
const left = from(1, 2, 3);
for await (const value of left) {
  console.log(value);
  break;
}
console.log(left.destroyed);
const kept = from(1, 2, 3);
for await (const value of kept.iterator({ destroyOnReturn: false })) {
  console.log(value);
  break;
}
console.log(kept.destroyed);
for await (const value of kept) console.log('rest', value);
const thrown = from(1, 2);
try {
  for await (const _value of thrown) throw new Error('in the loop');
} catch (error) {
  console.log(error.message, thrown.destroyed);
}
const failing = new Readable({ read() { this.destroy(new Error('while reading')); } });
try {
  for await (const _chunk of failing) console.log('never');
} catch (error) {
  console.log(error.message);
}

// A generator is closed when its stream is.
const source = Readable.from((async function* () {
  try {
    yield 1;
    yield 2;
  } finally {
    console.log('generator closed');
  }
})());
for await (const value of source) {
  console.log(value);
  break;
}

const doubled = compose(async function* (chunks) {
  for await (const chunk of chunks) yield String(chunk) + String(chunk);
}, new PassThrough());
doubled.on('data', (chunk) => console.log(String(chunk)));
doubled.write('ab');
doubled.end('c');
await new Promise((resolve) => doubled.on('end', resolve));
console.log(doubled instanceof Duplex);
console.log(await from('q', 'r').compose(async function* (chunks) {
  for await (const chunk of chunks) yield `${chunk}!`;
}).toArray());

const reader = Duplex.from(async function* () {
  yield 'from a generator';
});
for await (const chunk of reader) console.log(chunk);
const promised = Duplex.from(Promise.resolve('from a promise'));
for await (const chunk of promised) console.log(chunk);
const pair = Duplex.from({ readable: from('r1'), writable: new Writable({ objectMode: true, write(chunk, _e, done) { console.log('w', chunk); done(); } }) });
pair.write('w1');
pair.end();
for await (const chunk of pair) console.log(chunk);
const sinkFunction = Duplex.from(async (chunks) => {
  for await (const chunk of chunks) console.log('sink', String(chunk));
});
sinkFunction.end('x');
await new Promise((resolve) => sinkFunction.on('finish', resolve));
console.log(await new Blob(['blob']).stream().getReader().read().then(({ value }) => Buffer.from(value).toString()));
