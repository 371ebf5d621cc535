import { Duplex, PassThrough, pipeline, Readable, Writable } from 'node:stream';
import { pipeline as pipelineAsync } from 'node:stream/promises';
import * as web from 'node:stream/web';

const turn = () => new Promise((resolve) => setTimeout(resolve, 3));
console.log(web.ReadableStream === ReadableStream, typeof web.TransformStream, typeof web.TextDecoderStream, typeof web.CountQueuingStrategy);

const source = () => new ReadableStream({
  start(controller) {
    controller.enqueue('one');
    controller.enqueue('two');
    controller.close();
  },
});
for await (const chunk of Readable.fromWeb(source(), { encoding: 'utf8' })) console.log(chunk);
for await (const chunk of Readable.fromWeb(source(), { objectMode: true })) console.log(chunk);

const cancelled = new ReadableStream({ cancel: (reason) => console.log('cancelled', reason?.message) });
const readable = Readable.fromWeb(cancelled);
readable.on('error', (error) => console.log('error', error.message)).on('close', () => console.log('close'));
readable.destroy(new Error('enough'));
await turn();
const failing = Readable.fromWeb(new ReadableStream({ pull: (controller) => controller.error(new TypeError('web')) }));
failing.on('error', (error) => console.log('error', error.name, error.message)).resume();
await turn();

const toWeb = Readable.toWeb(Readable.from([Buffer.from('a'), Buffer.from('b')], { objectMode: false }));
for await (const chunk of toWeb) console.log(chunk, Buffer.isBuffer(chunk));
const objects = Readable.toWeb(Readable.from([{ a: 1 }, 2]));
for await (const chunk of objects) console.log(chunk);
const node = new PassThrough();
const reader = Readable.toWeb(node).getReader();
node.write('x');
console.log(Buffer.from((await reader.read()).value).toString());
node.on('error', (error) => console.log('node error', error.message)).on('close', () => console.log('node close', node.destroyed));
await reader.cancel(new Error('no more'));
await turn();
const broken = new PassThrough();
const brokenReader = Readable.toWeb(broken).getReader();
broken.destroy(new Error('broken'));
await brokenReader.read().catch((error) => console.log('read', error.name, error.message));
const cut = new PassThrough();
const cutReader = Readable.toWeb(cut).getReader();
cut.destroy();
await cutReader.read().catch((error) => console.log('read', error.name, error.code));

const written = [];
const writable = Writable.fromWeb(new WritableStream({
  write(chunk) {
    written.push(chunk);
  },
  close: () => console.log('web close', written),
  abort: (reason) => console.log('web abort', reason?.message),
}));
writable.write('text');
writable.end(Buffer.from([1, 2]));
await new Promise((resolve) => writable.on('close', resolve));
const abortedTarget = Writable.fromWeb(new WritableStream({ abort: (reason) => console.log('web abort', reason?.message) }));
abortedTarget.on('error', (error) => console.log('error', error.message));
abortedTarget.destroy(new Error('stop'));
await turn();
const refusing = Writable.fromWeb(new WritableStream({ write: () => Promise.reject(new RangeError('refused')) }));
refusing.on('error', (error) => console.log('error', error.name, error.message));
refusing.write('x', (error) => console.log('callback', error?.message));
await turn();

const sink = new Writable({
  write(chunk, _encoding, done) {
    console.log('sink', String(chunk));
    setTimeout(done, 1);
  },
});
const writer = Writable.toWeb(sink).getWriter();
await writer.write('w1');
await writer.write('w2');
await writer.close();
console.log(sink.writableFinished);
const failingSink = Writable.toWeb(new Writable({ write: (_c, _e, done) => done(new Error('sink failed')) })).getWriter();
await failingSink.write('x').catch(() => {});
await failingSink.closed.catch((error) => console.log('closed', error.message));

const { readable: fromTransform, writable: toTransform } = new TransformStream({ transform: (chunk, controller) => controller.enqueue(String(chunk).toUpperCase()) });
const duplex = Duplex.fromWeb({ readable: fromTransform, writable: toTransform }, { encoding: 'utf8' });
duplex.on('data', (chunk) => console.log('duplex', String(chunk)));
duplex.write('shout');
duplex.end();
await new Promise((resolve) => duplex.on('end', resolve));
const webPair = Duplex.toWeb(new PassThrough());
console.log(Object.keys(webPair));
const pairWriter = webPair.writable.getWriter();
void pairWriter.write('through');
console.log(Buffer.from((await webPair.readable.getReader().read()).value).toString());

await pipelineAsync(source(), async function* (chunks) {
  for await (const chunk of chunks) yield `<${chunk}>`;
}, async (chunks) => {
  for await (const chunk of chunks) console.log(chunk);
});
pipeline(Readable.from(['a']), new TransformStream(), new WritableStream({ write: (chunk) => console.log('last', String(chunk)) }), (error) => console.log('pipeline', error));
await turn();
await turn();
