const { Buffer: Same, constants, kMaxLength, INSPECT_MAX_BYTES, Blob, File } = require('node:buffer');
console.log(Same === Buffer, constants, kMaxLength, INSPECT_MAX_BYTES, Blob === globalThis.Blob, File === globalThis.File);

const whole = Buffer.from('abcdef');
const part = whole.subarray(1, 4);
part[0] = 0x58;
console.log(whole.toString(), part, whole.slice(-2), whole.slice(2, -2), whole.slice(9), whole.subarray('1', '3'));
console.log(part.buffer === whole.buffer, part.byteOffset - whole.byteOffset, Buffer.from(whole) !== whole);
console.log(part instanceof Buffer, part instanceof Uint8Array, part.constructor === Buffer, Buffer.isBuffer(part), Buffer.isBuffer(new Uint8Array(1)));
const copy = Uint8Array.prototype.slice.call(whole, 0, 2);
copy[0] = 0;
console.log(copy, whole);

const memory = new ArrayBuffer(4);
const view = Buffer.from(memory, 1, 2);
view.fill(7);
console.log(memory, view.byteOffset, new Uint8Array(memory));
console.log(Buffer.from(new Uint16Array([1, 256, 65535])), Buffer.from([256, -1, 1.9, '3', 'x', null]), Buffer.from({ length: 2, 0: 5, 1: 6 }));
console.log(Buffer.from({ type: 'Buffer', data: [1, 2] }), Buffer.from(new String('hi')), Buffer.from({ [Symbol.toPrimitive]: () => 'prim' }), Buffer.of(1, 2, 300));
console.log(Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 1), Buffer.copyBytesFrom(new Float64Array(0)));

console.log(Buffer.concat([]), Buffer.concat([whole, part, new Uint8Array([1])]), Buffer.concat([whole], 3), Buffer.concat([part], 5));
console.log([Buffer.from('b'), Buffer.from('a'), Buffer.from('ab')].sort(Buffer.compare), Buffer.compare(Buffer.from('a'), Buffer.from('a')));
console.log(whole.compare(part), whole.compare(whole, 2), whole.compare(Buffer.from('xcX'), 1, 2, 2, 3), whole.equals(Buffer.from(whole)));
console.log(Buffer.alloc(5, 'ab'), Buffer.alloc(4, 'YQ==', 'base64'), Buffer.alloc(3, 300), Buffer.alloc(6).fill('é'), Buffer.alloc(6).fill('xy', 1, 4), Buffer.alloc(4).fill(Buffer.from([1, 2, 3])), Buffer.alloc(2, ''));

const text = Buffer.from('this is a buffer, is it not');
console.log(text.indexOf('is'), text.indexOf('is', 3), text.indexOf('is', -12), text.lastIndexOf('is'), text.lastIndexOf('is', 5), text.lastIndexOf('is', -15), text.indexOf('zz'), text.includes('buffer'));
console.log(text.indexOf(Buffer.from('a b')), text.indexOf(98), text.indexOf(98 + 256), text.indexOf(''), text.indexOf('', 99), text.lastIndexOf(''), text.indexOf('7468', 'hex'), text.indexOf('is', undefined), text.lastIndexOf('is', null), text.indexOf('t', 2.9));
console.log(Buffer.from('aXbX', 'utf16le').indexOf('X', 3, 'utf16le'), Buffer.from('aXbX', 'utf16le').lastIndexOf('X', undefined, 'utf16le'));

const target = Buffer.alloc(6, '.');
console.log(whole.copy(target), target.toString(), whole.copy(target, 4), target.toString(), whole.copy(target, 0, 4), target.toString(), whole.copy(target, 9), whole.copy(target, 0, 3, 1));
whole.copy(whole, 2, 0, 4);
console.log(whole.toString(), whole.toJSON(), JSON.stringify({ part }));
console.log(part.map((byte) => byte + 1), part.filter((byte) => byte > 98), [...part.entries()], [...part], part.at(-1), part.reverse());
console.log(Object.assign(Buffer.from('x'), { extra: { deep: 1 } }), Buffer.alloc(60, 1), [Buffer.from('in'), { nested: Buffer.alloc(0) }], new (class Fancy extends Uint8Array {})(2));
console.log(`${Buffer.from('template')}`, Buffer.from('a') + 'b', Buffer.from('ab').toLocaleString('hex'), Buffer.from('abc').hexSlice(1), Buffer.from('é').latin1Slice(), Buffer.from('x').utf8Slice());
for (const key of ['poolSize', 'name', 'length']) console.log(key, Buffer[key]);
console.log(Buffer.from('small').buffer.byteLength, Buffer.alloc(5).buffer.byteLength, Buffer.allocUnsafe(9).buffer.byteLength, Buffer.allocUnsafeSlow(9).buffer.byteLength, Buffer.from('x'.repeat(40000)).buffer.byteLength);
console.log(require('buffer').isUtf8(Buffer.from('é')), require('buffer').isUtf8(Buffer.from([0xc3])), require('buffer').isAscii(Buffer.from('é')), require('buffer').transcode(Buffer.from('€é'), 'utf8', 'latin1'), atob('aGk='), btoa('hi'));
for (const [index, byte] of Buffer.from('hi').entries()) console.log(index, byte);
console.log(Object.prototype.toString.call(whole), typeof Buffer, Object.getPrototypeOf(Buffer) === Uint8Array);
