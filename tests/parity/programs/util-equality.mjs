import { diff, isDeepStrictEqual, types } from 'node:util';

const circle = () => {
  const one = { list: [] };
  one.list.push(one);
  return one;
};
class A { x = 1; }
class B { x = 1; }
const symbol = Symbol('s');
const pairs = [
  [1, 1], [1, '1'], [0, -0], [NaN, NaN], [null, undefined], ['a', 'a'], [1n, 1], [{}, {}], [{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: '1' }], [{ a: 1, b: 2 }, { b: 2, a: 1 }], [{ a: undefined }, {}], [[], {}], [[1, 2], [1, 2]], [[1, , 3], [1, undefined, 3]], [new A(), new B()], [new A(), new A()], [{}, Object.create(null)],
  [new Date(5), new Date(5)], [new Date(5), new Date(6)], [/a/g, /a/g], [/a/g, /a/i], [new Error('x'), new Error('x')], [new Error('x'), new TypeError('x')], [new Error('x'), new Error('y')], [new Error('x', { cause: 1 }), new Error('x', { cause: 2 })],
  [new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]])], [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])], [new Map([['a', 1], ['b', 2]]), new Map([['b', 2], ['a', 1]])], [new Map([['a', undefined]]), new Map([['b', undefined]])],
  [new Set([1, [2]]), new Set([[2], 1])], [new Set([1]), new Set(['1'])], [new Set([{}, {}]), new Set([{}, []])], [new Uint8Array([1, 2]), new Uint8Array([1, 2])], [new Uint8Array([1]), new Int8Array([1])], [new Float32Array([-0]), new Float32Array([0])], [new ArrayBuffer(2), new ArrayBuffer(2)], [Buffer.from('a'), Buffer.from('a')], [Buffer.from('a'), new Uint8Array([97])],
  [Object(1), Object(1)], [Object('a'), Object('b')], [Object(symbol), Object(symbol)], [{ [symbol]: 1 }, { [symbol]: 1 }], [{ [symbol]: 1 }, { [symbol]: 2 }], [circle(), circle()], [() => {}, () => {}], [symbol, symbol], [Object.assign([1], { extra: 1 }), [1]], [new WeakMap(), new WeakMap()], [Promise.resolve(1), Promise.resolve(1)], [new URL('http://a/'), new URL('http://a/')], [new URL('http://a/'), new URL('http://b/')],
];
for (const [index, [left, right]] of pairs.entries()) console.log(index, isDeepStrictEqual(left, right), isDeepStrictEqual(right, left));

const samples = {
  args: (function () { return arguments; })(), buffer: new ArrayBuffer(1), async: async () => {}, bigint: Object(1n), boolean: Object(true), date: new Date(), generatorFunction: function* () {}, generator: (function* () {})(), map: new Map(), mapIterator: new Map().keys(), error: new Error('e'), fakeError: Object.create(Error.prototype), number: Object(1), promise: Promise.resolve(), fakePromise: { then() {} }, regexp: /x/, set: new Set(), setIterator: new Set().values(), string: Object('s'), symbol: Object(Symbol()), weakMap: new WeakMap(), weakSet: new WeakSet(), view: new DataView(new ArrayBuffer(1)), bytes: new Uint8Array(1), clamped: new Uint8ClampedArray(1), floats: new Float64Array(1), big: new BigInt64Array(1), node: Buffer.alloc(1), module: await import('node:util'), plain: {}, nothing: null, text: 'x', fakeMap: Object.create(Map.prototype),
};
for (const name of Object.keys(types).sort()) console.log(name, Object.keys(samples).filter((key) => types[name](samples[key])).join(' '));
console.log(diff('abcdef', 'abxdfg'), diff(['a', 'b'], ['b', 'c']), diff('same', 'same'), diff('', 'a'));
try {
  diff(1, 2);
} catch (error) {
  console.log(error.code, error.message);
}
