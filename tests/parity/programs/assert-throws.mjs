import assert from 'node:assert';

let number = 0;
const report = (error) => {
  console.log(number, error.name, error.code, error.message);
  if (error instanceof assert.AssertionError) console.log({ generated: error.generatedMessage, operator: error.operator, actual: error.actual?.message ?? error.actual });
};
const attempt = async (run) => {
  number += 1;
  try {
    console.log(number, 'holds', await run());
  } catch (error) {
    report(error);
  }
};
const thrower = (error = new Error('x')) => () => { throw error; };
const cases = [
  [() => {}], [() => {}, TypeError], [() => {}, 'message'], [() => {}, TypeError, 'message'], [() => {}, /x/],
  [thrower()], [thrower(), /y/], [thrower(), /x/], [thrower(), /^Error: x$/], [thrower(), TypeError], [thrower(), Error], [thrower(new TypeError('t')), Error], [thrower(), 'message'], [thrower(), 'x'],
  [thrower(), { message: 'x' }], [thrower(), { message: 'y' }], [thrower(), { message: 'x', code: 'E' }], [thrower(), { message: /x/ }], [thrower(), { message: /z/, name: 'Error' }], [thrower(), new Error('x')], [thrower(), new TypeError('x')], [thrower(Object.assign(new Error('c'), { code: 'E', info: { a: 1 } })), { code: 'E', info: { a: 1 } }], [thrower(Object.assign(new Error('c'), { info: { a: 1 } })), { info: { a: 2 } }],
  [thrower(), (error) => error.message === 'x'], [thrower(), (error) => error.message === 'y'], [thrower(), function validate() { return 'truthy'; }], [thrower(), () => { throw new RangeError('from the validator'); }],
  [thrower('text'), /text/], [thrower('text'), /other/], [thrower(null), { a: 1 }], [thrower(5), Error], [thrower(undefined)], [thrower({ a: 1 }), { a: 1 }], [thrower({ a: 1 }), { a: 2 }],
  ['not a function'], [thrower(), {}], [thrower(), 5], [thrower(), { message: 'y' }, 'own message'], [thrower(), /y/, 'own message'], [thrower(), TypeError, new SyntaxError('own error')], [thrower(), 'one', 'two'],
];
for (const args of cases) await attempt(() => assert.throws(...args));
for (const args of [[() => {}], [thrower()], [thrower(), 'message'], [thrower(), Error, 'message'], [thrower(), TypeError], [thrower(), /y/], [thrower(), /x/], [5]]) await attempt(() => assert.doesNotThrow(...args));
for (const args of [
  [Promise.resolve(1)], [async () => {}, TypeError], [() => 1], [5], [Promise.reject(new Error('q'))], [Promise.reject(new Error('q')), /z/], [Promise.reject(new Error('q')), { message: 'q' }], [async () => { throw new TypeError('t'); }, TypeError], [() => { throw new Error('sync'); }], [Promise.resolve(), 'why'], [() => ({ then() {} })],
]) await attempt(() => assert.rejects(...args));
for (const args of [[Promise.resolve(1)], [Promise.reject(new Error('n'))], [async () => { throw new Error('n'); }, 'message'], [Promise.reject(new Error('n')), TypeError]]) await attempt(() => assert.doesNotReject(...args));
