// The environment asks for colours, or asks for none, whatever the output is.
for (const value of ['1', '0', '3', 'false', 'true']) {
  process.env.FORCE_COLOR = value;
  delete process.env.NO_COLOR;
  console.log(value, { number: 1, text: 'x', list: [true, null, undefined] }, Symbol('s'));
}
delete process.env.FORCE_COLOR;
console.log('neither', { number: 1 });
process.env.NO_COLOR = '1';
console.log('none', { number: 1 });
