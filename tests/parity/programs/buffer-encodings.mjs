import { Buffer } from 'node:buffer';

const samples = ['', 'hello', 'é', '€uro', '😀 smile', 'a\u0000b', '\ud800 lone', 'x\udc00', '\ufeffbom', 'ÿþ', 'a'.repeat(70)];
const encodings = ['utf8', 'utf-8', 'UTF8', 'latin1', 'binary', 'ascii', 'utf16le', 'ucs2', 'UCS-2', 'base64', 'base64url', 'hex'];
for (const text of samples) {
  const bytes = Buffer.from(text);
  console.log(JSON.stringify(text), bytes, bytes.length, Buffer.byteLength(text));
  for (const encoding of encodings) {
    // What Node makes of characters that are no base64 and no Latin-1 is nobody's business.
    if (/[^\0-\xff]/.test(text) && encoding.startsWith('base64')) continue;
    console.log('  ', encoding, JSON.stringify(bytes.toString(encoding)), Buffer.from(text, encoding), Buffer.byteLength(text, encoding));
  }
}
// Bytes that are no text.
for (const hex of ['ff', 'c3', 'e282', 'f09f98', 'eda080', 'f4908080', 'c0af', 'e28261', 'ff41ff', '80818283', 'efbbbf41']) {
  const bytes = Buffer.from(hex, 'hex');
  console.log(hex, JSON.stringify(bytes.toString()), JSON.stringify(bytes.toString('latin1')), JSON.stringify(bytes.toString('ascii')), JSON.stringify(bytes.toString('utf16le')));
}
// Sloppy input.
for (const text of ['YQ==', 'YQ', 'Y Q\n=', 'YWI=YWI=', '_-8', '/+8', '====', 'Y', 'YW-_', '!!YQ', 'YWJj\u00e9ZGVm']) console.log(text, Buffer.from(text, 'base64'), Buffer.from(text, 'base64url'));
for (const text of ['abc', 'abzz', 'zz', 'ABCDEF', '0x12', 'a b']) console.log(text, Buffer.from(text, 'hex'));
const mixed = Buffer.from('Hello, Wörld! €');
console.log(mixed.toString('utf8', 7), mixed.toString('utf8', 8, 9), mixed.toString('hex', -5, 3), mixed.toString(undefined, 0, 5), JSON.stringify(mixed.toString('utf8', 5, 2)));
const target = Buffer.alloc(8, '.');
console.log(target.write('é€x'), target, target.write('€€€', 1), target, target.write('zz', 7, 'latin1'), target.write('abcd', 2, 2), target, target.write('ff00', 'hex'), target);
console.log(Buffer.alloc(3).write('a€'), Buffer.alloc(5).write('abc', 'utf16le'), Buffer.alloc(2).write('YWJj', 'base64'));
console.log(Buffer.isEncoding('utf8'), Buffer.isEncoding('UTF-16LE'), Buffer.isEncoding('utf16'), Buffer.isEncoding('BASE64URL'), Buffer.isEncoding(''), Buffer.isEncoding(null));
const long = 'línea €\n'.repeat(3000);
console.log(Buffer.from(long).length, Buffer.from(long).toString() === long, Buffer.from(long, 'utf16le').toString('utf16le') === long);
const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
for (const encoding of ['latin1', 'hex', 'base64', 'base64url']) console.log(encoding, Buffer.from(all.toString(encoding), encoding).equals(all), all.toString(encoding));
