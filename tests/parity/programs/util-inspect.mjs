import { EventEmitter } from 'node:events';
import util, { inspect } from 'node:util';

class Person {
  #secret = 1;
  constructor(name) {
    this.name = name;
  }
  get upper() {
    return this.name.toUpperCase();
  }
  static kind = 'person';
}
class Worker extends Person {}
class Custom {
  [inspect.custom](depth, options, given) {
    return `custom ${depth} ${options.compact} ${typeof options.stylize} ${given === inspect}`;
  }
}
class Tagged {
  get [Symbol.toStringTag]() {
    return 'Tag';
  }
}
const circular = { name: 'me', list: [] };
circular.self = circular;
circular.list.push(circular, { circular });
const values = {
  primitives: [1, -0, 1.5, NaN, 10n, 'text', "it's", `"both" 'kinds'`, true, null, undefined, Symbol('s'), Symbol.iterator],
  strings: ['a\nb', 'tab\t', '\u0000\u001b\ud800', 'x'.repeat(120)],
  objects: [{}, { a: 1, 'b-c': 2, [Symbol('key')]: 3 }, Object.create(null), Object.assign(Object.create(null), { a: 1 }), Object.create({ inherited: 1 }), { get a() { return 1; }, set a(_) {}, get b() { return 2; }, set c(_) {} }],
  classes: [new Person('Ann'), new Worker('Bob'), Person, Worker, class {}, new Tagged()],
  functions: [() => {}, function named() {}, async () => {}, function* generator() {}, async function* both() {}, Object.assign(() => {}, { extra: 1 }), Math.max],
  collections: [new Map([['a', { b: 1 }], [{ key: 1 }, new Set([1])]]), new Set(['a', [1, 2]]), new Map(), new WeakMap(), new WeakSet(), new (class Own extends Map {})([[1, 2]])],
  arrays: [[], [1, , 3], [, ,], Array(3), Object.assign([1, 2], { extra: true }), new (class List extends Array {})(1, 2, 3), Array.from({ length: 120 }, (_, index) => index), [['a', 'b'], ['c', ['d', ['e', ['f']]]]]],
  bytes: [new Uint8Array([1, 2]), new Float32Array(2), new ArrayBuffer(3), new DataView(new ArrayBuffer(2), 1), Buffer.from('hi'), new BigInt64Array(1)],
  dates: [new Date(0), new Date(NaN), /x/gi, Object.assign(/y/, { a: 1 })],
  boxed: [Object(1), Object('str'), Object(true), Object(Symbol('b')), Object(5n)],
  others: [(function () { return arguments; })(1, 2), (function* () {})(), new Proxy({ a: 1 }, {}), globalThis === globalThis.globalThis, Math, JSON, Reflect, new Custom(), [new Custom()], { nested: { deep: new Custom() } }],
  web: [new URL('http://user:pw@example.com:8080/path?q=1#hash'), new URLSearchParams('a=1&b=two'), new URLSearchParams(), new AbortController(), AbortSignal.abort(), new TextDecoder(), new Blob(['abc'], { type: 'text/plain' })],
  emitter: [new EventEmitter(), new (class Server extends EventEmitter { port = 1; })()],
  circular,
};
for (const [name, value] of Object.entries(values)) {
  if (!Array.isArray(value)) console.log(name, value);
  else for (const [index, one] of value.entries()) console.log(name, index, one);
}
console.log(values.objects, values.collections, values.arrays[7]);
console.log({ a: { b: { c: { d: { e: 1 } } } } });
console.log({ wide: 'x'.repeat(30), wider: 'y'.repeat(30), widest: 'z'.repeat(30), list: ['a', 'b', 'c'] });

const nested = { a: [{ b: { c: [1, 2, { d: 'deep' }] } }], m: new Map([['k', { v: [1] }]]) };
for (const options of [
  { depth: 0 }, { depth: null }, { depth: Infinity, compact: false }, { breakLength: 20 }, { breakLength: Infinity }, { compact: true }, { compact: 1 }, { colors: true }, { sorted: true }, { showHidden: true }, { maxArrayLength: 1 },
]) console.log(JSON.stringify(options), inspect(nested, options));
console.log(inspect('x'.repeat(20), { maxStringLength: 5 }), inspect(123456789.123, { numericSeparator: true }), inspect({ get a() { return { b: 1 }; } }, { getters: true }), inspect({ b: 1, a: 2 }, { sorted: true }));
console.log(inspect(nested, true, 0), inspect([3, 1], { sorted: (a, b) => (a > b ? -1 : 1) }), inspect(new Proxy([1], {}), { showProxy: false }), inspect(new Custom(), { customInspect: false }));
console.log(inspect.defaultOptions, util.inspect === inspect, Object.keys(inspect.styles), inspect.custom);
inspect.defaultOptions.depth = 0;
console.log(nested);
