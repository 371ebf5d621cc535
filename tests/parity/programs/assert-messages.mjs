import assert from 'node:assert';

let number = 0;
const attempt = (run) => {
  number += 1;
  try {
    run();
    console.log(number, 'holds');
  } catch (error) {
    console.log(number, error.name, error.code, error.message);
    if (error instanceof assert.AssertionError) console.log({ generated: error.generatedMessage, operator: error.operator, actual: error.actual, expected: error.expected });
  }
};
const list = (length, change = (value) => value) => Array.from({ length }, (_, index) => change(index));
const shared = { a: 1 };
const strict = [
  [1, 2], ['a', 'b'], ['hello world this', 'hello wurld this'], ['a'.repeat(30), 'b'.repeat(30)], [{ a: 1 }, { a: 1 }], [[1, 2, 3], [1, 2, 4]], [1, '1'], [null, undefined], [0, -0], [NaN, NaN], ['a\nb\nc', 'a\nx\nc'], [{ a: 1 }, 5], [Symbol('x'), 1], [true, false], [10n, 10], ['', 'x'], ['x'.repeat(80) + '\ny', 'x'.repeat(80) + '\nz'], [123456789, 987654321], [undefined, {}], [list(60), list(60)],
];
for (const pair of strict) attempt(() => assert.strictEqual(...pair));
const deep = [
  [{ a: 1, b: 2 }, { a: 1, b: 3 }], [[1, 2, 3], [1, 3]], [{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }], [list(60), list(60, (value) => (value === 30 ? 0 : value))], [list(14), list(14, (value) => (value === 1 || value === 12 ? 99 : value))], [[1, 2], { 0: 1, 1: 2 }], [new Map([[1, 2]]), new Map([[1, 3]])], [new Set([1]), new Set([2])], ['a', 'b'], [{}, Object.create(null)], [new Date(0), new Date(1)], [[[]], [{}]], [{ a: undefined }, {}], [-0, 0], [[NaN], [NaN]], [{ a: 1 }, { a: '1' }], [/a/g, /a/i], [new Uint8Array([1]), new Uint8Array([2])], [{ z: 1, a: { list: [1, 2] } }, { a: { list: [1, 2, 3] }, z: 1 }], [[{ id: 1, n: 'x' }, { id: 2 }], [{ id: 1, n: 'y' }, { id: 2 }]], [new Error('a'), new Error('b')], [{ long: 'x'.repeat(100), other: list(10) }, { long: 'y'.repeat(100), other: list(11) }],
];
for (const pair of deep) attempt(() => assert.deepStrictEqual(...pair));
for (const pair of [[{ a: 1 }, { a: 2 }], [[1], ['1']], [new Set([1]), new Set(['1'])], [{ a: 1 }, { a: 1, b: 2 }]]) attempt(() => assert.deepEqual(...pair));
for (const pair of [[1, 2], [1, '1'], [null, undefined], ['a', 'b'], [{ a: 1 }, { a: 1 }], [NaN, NaN]]) attempt(() => assert.equal(...pair));
attempt(() => assert.notEqual(1, 1));
attempt(() => assert.notDeepEqual({ a: 1 }, { a: 1 }));
attempt(() => assert.notStrictEqual(1, 1));
attempt(() => assert.notStrictEqual(shared, shared));
attempt(() => assert.notStrictEqual('x'.repeat(10), 'x'.repeat(10)));
attempt(() => assert.notDeepStrictEqual({ a: 1 }, { a: 1 }));
attempt(() => assert.notDeepStrictEqual(list(60), list(60)));
attempt(() => assert.partialDeepStrictEqual({ a: 1, b: { c: [1, 2, 3] } }, { b: { c: [1, 3] } }));
attempt(() => assert.partialDeepStrictEqual({ a: 1 }, { a: 1, b: 2 }));
attempt(() => assert.strictEqual(1, 2, 'own message'));
attempt(() => assert.deepStrictEqual({ a: 1 }, { a: 2 }, 'own message'));
attempt(() => assert.strictEqual(1, 2, new RangeError('own error')));
attempt(() => assert.equal(1, 2, 'own message'));
attempt(() => assert.strictEqual(1));
attempt(() => assert.ok(null, 'why'));
attempt(() => assert.ok());
attempt(() => assert(0, new TypeError('own')));
attempt(() => assert.fail());
attempt(() => assert.fail('boom'));
attempt(() => assert.ifError(null));
attempt(() => assert.ifError(0));
attempt(() => assert.ifError('text'));
attempt(() => assert.match('abc', /x/));
attempt(() => assert.match(5, /x/));
attempt(() => assert.match('abc', 'x'));
attempt(() => assert.doesNotMatch('abc', /b/));
attempt(() => assert.match('abc', /x/, 'own message'));
attempt(() => { throw new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' }); });
attempt(() => { throw new assert.AssertionError({ message: 'm' }); });
attempt(() => { throw new assert.AssertionError({ actual: 1, expected: 2, operator: '<' }); });
attempt(() => { throw new assert.AssertionError(); });
const { strict: same } = assert;
attempt(() => same.equal(1, '1'));
attempt(() => same.deepEqual([1], ['1']));
console.log(same.equal === assert.strictEqual, same.strict === same, assert.ok.name, (await import('node:assert/strict')).default === same);
