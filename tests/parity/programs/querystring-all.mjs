import querystring from 'node:querystring';

for (const text of ['a=1&b=2&a=3&c', 'a=%E4%BD%A0+x&b=%zz&c=%ff', '&&a=1&&=2&b=', 'a=b=c', '__proto__=1', '%41=%42&+a+=b', '', 'a[]=1&a[]=2', 'a=1;b=2', '=', '&', 'a%3Db=c', 'a=%F0%9F%98%80&b=%C3', 'hasOwnProperty=x']) console.log(text.replaceAll('%', '_'), querystring.parse(text));
console.log(querystring.parse('a:1;b:2;a:3', ';', ':'), querystring.parse('a==b&c===d', '&', '=='), querystring.parse(5), querystring.parse(null));
console.log(querystring.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), querystring.parse('a=1&b=2', null, null, { maxKeys: 0 }), Object.keys(querystring.parse('x&'.repeat(1500).replace(/x/g, () => Math.random()))).length);
console.log(querystring.parse('a=%', null, null, { decodeURIComponent: () => { throw new Error('never seen'); } }), querystring.parse('a=x', null, null, { decodeURIComponent: (text) => `${text}!` }));
for (const fields of [{ a: [1, 2], b: 'x y', c: 'é', d: null, e: undefined, f: true, g: NaN, h: 10n, i: {}, j: '', k: -0, l: Infinity, m: [null, 'x', {}] }, { "a b'()*!~": '-_.' }, {}, [1, 2], 'text', null, { a: Symbol.iterator }, { a: () => {} }]) console.log(querystring.stringify(fields));
console.log(querystring.stringify({ a: 1, b: [2, 3] }, ';', ':'), querystring.stringify({ a: 'a&b=c' }, null, null, { encodeURIComponent: (text) => `<${text}>` }));
for (const run of [() => querystring.stringify({ a: '\ud800' }), () => querystring.escape({}), () => querystring.escape('~!*()\'" €'), () => querystring.unescape('a%20b%zz+%ff'), () => querystring.unescapeBuffer('a%20%zz'), () => querystring.encode === querystring.stringify, () => querystring.decode === querystring.parse, () => Object.keys(querystring)]) {
  try {
    console.log(run());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
querystring.escape = (text) => text.toUpperCase();
querystring.unescape = (text) => text.toLowerCase();
console.log(querystring.stringify({ a: 'b' }), querystring.parse('A=B'));
