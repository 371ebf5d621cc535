import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'parity-')));
process.on('exit', () => fs.rmSync(process.cwd(), { recursive: true }));
fs.writeFileSync('f', 'abc');
const fd = fs.openSync('f', 'r+');
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
const calls = {
  'no path': () => fs.readFileSync(),
  'path with a zero': () => fs.readFileSync('a\0b'),
  'path is an object': () => fs.statSync({}),
  'a web URL': () => fs.readFileSync(new URL('http://x/')),
  'a slash in a name': () => fs.readFileSync(new URL('file:///a%2Fb')),
  'data is a number': () => fs.writeFileSync('f', 5),
  'data is an object': () => fs.writeFileSync('f', {}),
  'data is null': () => fs.appendFileSync('f', null),
  encoding: () => fs.readFileSync('f', 'what'),
  'encoding option': () => fs.readFileSync('f', { encoding: 'what' }),
  'options is a number': () => fs.readFileSync('f', 5),
  'no callback': () => fs.readFile('f'),
  'callback is text': () => fs.stat('f', 'x'),
  'no callback for mkdir': () => fs.mkdir('f'),
  flags: () => fs.openSync('f', 'zz'),
  'fd is text': () => fs.closeSync('x'),
  'fd is negative': () => fs.closeSync(-1),
  'fd is a fraction': () => fs.readSync(0.5, Buffer.alloc(1)),
  'buffer is text': () => fs.readSync(fd, 'x'),
  'no buffer': () => fs.readSync(fd),
  'offset beyond': () => fs.readSync(fd, Buffer.alloc(2), 3, 0),
  'length beyond': () => fs.readSync(fd, Buffer.alloc(2), 0, 3),
  'length below': () => fs.readSync(fd, Buffer.alloc(2), 0, -1),
  position: () => fs.readSync(fd, Buffer.alloc(2), 0, 2, -2),
  'position is text': () => fs.readSync(fd, Buffer.alloc(2), 0, 2, 'x'),
  'options for read': () => fs.readSync(fd, Buffer.alloc(2), 5),
  'write what': () => fs.writeSync(fd, 5),
  'write from': () => fs.writeSync(fd, Buffer.alloc(2), 9),
  'write how much': () => fs.writeSync(fd, Buffer.alloc(2), 0, 9),
  'write below': () => fs.writeSync(fd, Buffer.alloc(2), 0, -1),
  'write from text': () => fs.writeSync(fd, Buffer.alloc(2), 'x'),
  readv: () => fs.readvSync(fd, Buffer.alloc(2)),
  writev: () => fs.writevSync(fd, [5]),
  mode: () => fs.accessSync('f', 99),
  recursive: () => fs.mkdirSync('f5', { recursive: 5 }),
  start: () => fs.createReadStream('f', { start: 'x' }),
  'start after end': () => fs.createReadStream('f', { start: 5, end: 2 }),
  len: () => fs.truncateSync('f', 'x'),
  'len is a fraction': () => fs.ftruncateSync(fd, 1.5),
  flush: () => fs.writeFileSync('f', '', { flush: 3 }),
  time: () => fs.utimesSync('f', {}, 1),
  'closed fd': () => fs.closeSync(fs.openSync('f') + 1000),
  'fstat of nothing': () => fs.fstatSync(9999),
  'read of nothing': () => fs.readSync(9999, Buffer.alloc(1)),
  'write of nothing': () => fs.writeSync(9999, 'x'),
  'reading what writes': () => fs.readSync(fs.openSync('w', 'w'), Buffer.alloc(1)),
  'writing what reads': () => fs.writeSync(fs.openSync('f'), 'x'),
  'reading a folder': () => fs.readFileSync(fs.openSync('.')),
  'watching nothing': () => fs.watch('no'),
  'watchFile without listener': () => fs.watchFile('f'),
  signal: () => fs.writeFileSync('f', 'x', { signal: 5 }),
};
for (const [name, call] of Object.entries(calls)) attempt(name, call);
for (const call of [() => fs.promises.readFile(), () => fs.promises.writeFile('f', 5), () => fs.promises.open('f', 'zz'), () => fs.promises.readFile('f', { signal: AbortSignal.abort() }), () => fs.promises.mkdtemp()]) {
  await call().then(console.log, (error) => console.log(error.name, error.code, error.message));
}
fs.readFile('no', () => {
  process.once('uncaughtException', (error) => console.log('uncaught', error.message));
  throw new Error('from a callback');
});
