import globalConsole, { Console } from 'node:console';
import { Writable } from 'node:stream';

console.log(globalConsole === console, Console === console.Console, Object.prototype.toString.call(console));
console.log('%s is %d and %i, %f, %j, %o, %O, %c%%', 'a', 1.5, 1.5, '2.5', { a: 1 }, [1], { b: { c: { d: {} } } }, 'css');
console.log();
console.log('one string: %s %%');
console.info('info', { a: 1 });
console.debug('debug', [1, 2]);
console.log([undefined, null], -0, 'text', ['text'], Symbol('s'), () => {});
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dir('text');
console.dirxml('xml', { a: 1 });

console.group('group', 1);
console.log('two\nlines');
console.group();
console.log({ wide: 'x'.repeat(60), other: 'y'.repeat(20) });
console.groupEnd();
console.warn('a warning\nof two lines');
console.groupCollapsed('collapsed');
console.error('an error');
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log('out');

console.count();
console.count('label');
console.count();
console.count(undefined);
console.count(null);
console.countReset();
console.count('default');
console.countReset('never counted');
console.assert(true, 'never');
console.assert(false);
console.assert(0, 'failed %s', 'here');
console.assert('', { a: 1 }, 'more');
console.time('t');
console.time('t');
console.timeEnd('never started');
console.timeLog('never started');
console.clear();

console.table([[1, 2], [3]]);
console.table([{ a: 1, b: { c: 1, d: 2, e: 3 } }, 5, 'x', null]);
console.table({ row: { x: 1 }, other: { y: [1, [2]] } });
console.table([{ a: 1, b: 2 }, { a: 3 }], ['b']);
console.table(new Map([['a', { x: 1 }], ['ü', [1]]]));
console.table(new Set(['x', 1]));
console.table([]);
console.table('text');
console.table(null);
console.table([['é', '日本'], ['a', '😀']]);

const written = [];
const stream = new Writable({ write(chunk, _encoding, done) { written.push(String(chunk)); done(); } });
const errors = new Writable({ write(chunk, _encoding, done) { written.push(`error: ${chunk}`); done(); } });
const own = new Console({ stdout: stream, stderr: errors, groupIndentation: 4, inspectOptions: { depth: 0, compact: false } });
own.log('to my stream', { a: { b: 1 } });
own.group('g');
own.error('x\ny');
const { log } = own;
log('a method by itself');
own.groupEnd();
Console(stream).log('without new');
new Console(stream, errors).warn('two streams');
new Console({ stdout: stream, colorMode: true }).log({ a: 1 });
class Loud extends Console {
  log(...args) {
    super.log('LOUD', ...args);
  }
}
new Loud(stream).log('text');
new Loud(stream).info('info');
console.log(written);
new Console(new Writable({ write: (_chunk, _encoding, done) => done(new Error('a stream that fails')) })).log('goes nowhere');
new Console({ stdout: { write() { throw new Error('throws'); }, listenerCount: () => 0, once() {}, removeListener() {} } }).log('goes nowhere');
for (const make of [() => new Console(), () => new Console({}), () => new Console({ stdout: {} }), () => new Console({ stdout: stream, stderr: 5 }), () => new Console({ stdout: stream, colorMode: 3 }), () => new Console({ stdout: stream, groupIndentation: -1 }), () => new Console({ stdout: stream, groupIndentation: 'x' }), () => console.table(1, 2), () => new Console({ stdout: { write() { throw new Error('throws'); } }, ignoreErrors: false }).log('x')]) {
  try {
    console.log(typeof make());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(Object.keys(own), Object.keys(console));
