import { inspect } from 'node:util';

const top = (text) => text.split('\n').filter((line) => !/^\s+(at |\.\.\. \d+ lines matching)/.test(line)).join('\n');
class HttpError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}
class Renamed extends Error {
  name = 'NameOfMine';
}
const coded = Object.assign(new Error('coded'), { code: 'E_CODE', errno: -2 });
const caused = new Error('outer', { cause: new TypeError('inner', { cause: 'text' }) });
const withObject = new Error('caused by an object', { cause: { reason: 1 } });
const bare = new Error('no stack');
bare.stack = undefined;
const own = new Error('own stack');
own.stack = 'just this line';
const empty = new Error('');
const multiline = new Error('two\nlines');
const renamed = new Error('renamed');
renamed.name = 'Other';
const circular = new Error('circular');
circular.cause = circular;
const aggregate = new AggregateError([new Error('one'), new RangeError('two')], 'many');
for (const error of [new Error('plain'), new HttpError('not found', 404), new Renamed('renamed class'), coded, caused, withObject, bare, own, empty, multiline, renamed, circular, aggregate, new DOMException('dom', 'AbortError')]) {
  console.log(top(inspect(error)));
  console.log(top(inspect({ error }, { depth: 0 })), '|', top(inspect([error], { compact: 3, breakLength: 200 })));
}
// What the engine itself says differs from browser to browser; its class and what Node says do not.
for (const make of [() => null.x, () => undefinedName, () => JSON.parse('{'), () => new Array(-1), () => decodeURIComponent('%'), () => 'x'.repeat(-1), () => Symbol() + '']) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.message !== '', Object.keys(error), top(inspect(error)).split('\n')[0] === `${error}`);
  }
}
for (const make of [() => Buffer.alloc('x'), () => new URL('nope'), () => new URL('/x', 'y'), () => process.chdir(5), () => setTimeout('x')]) {
  try {
    make();
  } catch (error) {
    console.log(top(inspect(error)), Object.keys(error), String(error));
  }
}
console.log(top(inspect(Object.assign(new Error('props'), { a: { b: { c: { d: 1 } } }, message: 'changed' }))));
console.log(inspect(Object.create(Error.prototype)));
const error = new TypeError('shown by console');
console.log(error.stack.split('\n')[0], /util-inspect-errors\.mjs:\d+:\d+/.test(error.stack.split('\n')[1]), `${error}`);
