import { format, formatWithOptions, inspect, stripVTControlCharacters, styleText, toUSVString } from 'node:util';

const circular = {};
circular.me = circular;
const cases = [
  ['%s %s', 'a', 1], ['%s'], ['%s', null, undefined, 'extra'], ['%s', { a: { b: { c: 1 } } }], ['%s', [1, [2, [3]]]], ['%s', () => {}], ['%s', class A {}], ['%s', Symbol('s')], ['%s', 5n], ['%s', -0], ['%s', { toString: () => 'own' }], ['%s', new Error('e').message], ['%s', new (class B { toString() { return 'B!'; } })()], ['%s', Object.create(null)], ['%s', new Date(0)],
  ['%d %d %d', '42', '0x10', 'x'], ['%d', 5n], ['%d', Symbol.iterator], ['%d', {}], ['%d', -0], ['%i %i', 42.9, '7px'], ['%i', 9007199254740993n], ['%f %f', '1.50', 'x'], ['%f', Symbol()],
  ['%j', { a: [1] }], ['%j', circular], ['%j', undefined], ['%o', { a: [1], f() {} }], ['%O', { a: { b: { c: { d: { e: 1 } } } } }], ['%c styled', 'color: red'], ['%%'], ['%% %s', 'x'], ['%x', 1], ['100%'], ['%s %'], ['%', 1], ['a', 'b', 3, { c: 4 }], [1, 2, '3'], [{ a: 1 }, 'text'], [], [''], ['', ''], ['%s', '%s', 'x'], ['text', Symbol('x'), null],
];
for (const args of cases) {
  try {
    console.log(JSON.stringify(format(...args)));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
console.log(formatWithOptions({ colors: true }, '%s %O', 'x', { a: 1, b: 'text' }), formatWithOptions({ compact: false }, { a: 1 }));
try {
  formatWithOptions('x', 'y');
} catch (error) {
  console.log(error.code, error.message);
}
console.log('%s is %d', 'this', 5, 'and', { more: true });
console.log('one string with %s and %% stays');
console.error('%o', [1]);
console.log(JSON.stringify(stripVTControlCharacters('\u001b[31mred\u001b[39m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')), toUSVString('a\ud800b'));
for (const run of [
  () => styleText('red', 'plain here, for this is no terminal'),
  () => styleText('red', 'text', { validateStream: false }),
  () => styleText(['bold', 'underline'], 'text', { validateStream: false }),
  () => styleText('green', `a${styleText('red', 'b', { validateStream: false })}c`, { validateStream: false }),
  () => styleText('nocolor', 'text'),
  () => styleText('red', 5),
  () => styleText('red', 'x', { stream: {} }),
  () => stripVTControlCharacters(5),
]) {
  try {
    console.log(JSON.stringify(run()));
  } catch (error) {
    console.log(error.name, error.code, error.message.slice(0, 120));
  }
}
console.log(inspect('quote \' and "'), inspect('`all` \' "'), inspect("it's"));
