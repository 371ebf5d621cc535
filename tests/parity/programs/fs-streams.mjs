import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'parity-')));
process.on('exit', () => fs.rmSync(process.cwd(), { recursive: true }));
import { finished, pipeline } from 'node:stream/promises';
fs.writeFileSync('alphabet', 'abcdefghijklmnopqrstuvwxyz');
const collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
console.log(await collect(fs.createReadStream('alphabet', { encoding: 'utf8', highWaterMark: 10 })));
console.log(await collect(fs.createReadStream('alphabet', { encoding: 'utf8', start: 3, end: 7, highWaterMark: 2 })));
console.log(await collect(fs.createReadStream('alphabet', { start: 24 })), await collect(fs.createReadStream('alphabet', { start: 99 })), await collect(fs.createReadStream('alphabet', { start: 0, end: 0 })));
const events = [];
const note = (stream, name) => {
  for (const event of ['open', 'ready', 'end', 'finish', 'close', 'error']) stream.on(event, (value) => events.push(`${name} ${event}${event === 'error' ? ` ${value.code}` : ''}`));
  return stream;
};
const read = note(fs.createReadStream('alphabet'), 'read');
console.log(read.pending, read.path, read.fd, read.bytesRead, read.flags, read.autoClose);
read.resume();
await finished(read);
await new Promise((resolve) => read.closed ? resolve() : read.on('close', resolve));
console.log(events.splice(0), read.bytesRead, read.destroyed, read.fd);
const write = note(fs.createWriteStream('out', { encoding: 'latin1' }), 'write');
console.log(write.write('é'), write.write(Buffer.from('tail')), write.bytesWritten, write.pending);
write.end('!');
await finished(write);
console.log(fs.readFileSync('out'), write.bytesWritten, write.path);
await new Promise((resolve) => write.closed ? resolve() : write.on('close', resolve));
console.log(events.splice(0));
await pipeline(fs.createReadStream('alphabet', { highWaterMark: 4 }), fs.createWriteStream('out', { flags: 'a' }));
console.log(fs.readFileSync('out', 'latin1'));
await pipeline(['one\n', 'two\n'], fs.createWriteStream('out', { start: 2 }));
console.log(fs.readFileSync('out', 'latin1'));
for (const make of [() => fs.createReadStream('missing'), () => fs.createWriteStream('no/folder'), () => fs.createWriteStream('.'), () => fs.createReadStream('.')]) {
  const stream = make();
  note(stream, 'bad');
  stream.resume?.();
  const error = await new Promise((resolve) => stream.on('error', resolve));
  await new Promise((resolve) => stream.closed ? resolve() : stream.on('close', resolve));
  console.log(error.message, events.splice(0), stream.destroyed);
}
const stop = new AbortController();
const stopped = fs.createReadStream('alphabet', { highWaterMark: 1, signal: stop.signal });
stopped.once('data', () => stop.abort());
await finished(stopped).catch((error) => console.log(error.name, error.code));
const left = fs.createReadStream('alphabet', { highWaterMark: 5 });
for await (const chunk of left) {
  console.log(String(chunk));
  break;
}
console.log(left.destroyed);
const descriptor = fs.openSync('alphabet');
console.log(String(await collect(fs.createReadStream(null, { fd: descriptor, autoClose: false, end: 3 }))), String(await collect(fs.createReadStream(null, { fd: descriptor, autoClose: false, start: 20 }))));
fs.closeSync(descriptor);
console.log(fs.createReadStream('alphabet').destroy() instanceof fs.ReadStream, fs.ReadStream('alphabet').destroy() instanceof fs.ReadStream);
const closing = fs.createWriteStream('closing');
closing.write('x');
await new Promise((resolve) => closing.close(resolve));
console.log(fs.readFileSync('closing', 'utf8'), closing.closed);
const late = fs.createWriteStream('late').on('error', (error) => console.log(error.code, error.message));
late.end('x', () => late.write('y'));
