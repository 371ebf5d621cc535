import { StringDecoder } from 'node:string_decoder';

const run = (encoding, bytes, step) => {
  const decoder = new StringDecoder(encoding);
  const parts = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(decoder.write(bytes.subarray(at, at + step)));
  parts.push(decoder.end());
  return JSON.stringify(parts);
};
const text = Buffer.from('aé€😀z');
for (const encoding of ['utf8', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'utf16le', 'binary', 'UTF-8', undefined]) for (const step of [1, 2, 3, 5, 100]) console.log(encoding, step, run(encoding, text, step));
for (const hex of ['c3', 'e282', 'f09f98', 'ff61c328e28261', 'efbbbf61', 'eda080', 'f4908080', 'c061', 'e2e282ac', 'f0f09f9880', '80', 'e28280e2']) for (const step of [1, 2, 9]) console.log(hex, step, run('utf8', Buffer.from(hex, 'hex'), step));
for (const hex of ['3dd800de6100', '3dd8', '3dd800de61', '6100', '61', '00d8410000dc']) for (const step of [1, 2, 3, 9]) console.log(hex, step, run('utf16le', Buffer.from(hex, 'hex'), step));
const decoder = new StringDecoder();
console.log(decoder.encoding, JSON.stringify(decoder.write(Buffer.from([0xe2]))), JSON.stringify(decoder.end(Buffer.from([0x82, 0xac]))), JSON.stringify(decoder.end()), JSON.stringify(decoder.write('a string')));
for (const make of [() => new StringDecoder('nope'), () => new StringDecoder(5), () => decoder.write(5), () => decoder.write(null), () => decoder.write({}), () => new StringDecoder('UCS2').encoding, () => new StringDecoder(null).encoding, () => decoder.write(new Uint16Array([0x4141])), () => decoder.write(new DataView(new ArrayBuffer(1)))]) {
  try {
    console.log(JSON.stringify(make()));
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
function Old() {
  StringDecoder.call(this, 'utf8');
}
Old.prototype = StringDecoder.prototype;
console.log(new Old().write(Buffer.from('old')), StringDecoder.name);
