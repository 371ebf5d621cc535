const buffer = require('buffer');

let number = 0;
function attempt(run) {
  number += 1;
  try {
    console.log(number, run());
  } catch (error) {
    console.log(number, `${error.name} ${error.code}: ${error.message}`);
  }
}
const bytes = (length = 4) => Buffer.alloc(length);

for (const size of [-1, 'a', 2 ** 53, NaN, null, undefined, {}]) {
  attempt(() => Buffer.alloc(size));
  attempt(() => Buffer.allocUnsafe(size).length);
}
for (const value of [5, null, undefined, {}, true, 10n, Symbol('s'), () => {}, function named() {}, new Date(0), new Map()]) attempt(() => Buffer.from(value));
attempt(() => Buffer.from());
attempt(() => Buffer.from('a', 'nope'));
attempt(() => Buffer.from('a').toString('nope'));
attempt(() => Buffer.from('a').toString(null));
attempt(() => bytes().write('a', 'nope'));
attempt(() => Buffer.from(new ArrayBuffer(4), 5));
attempt(() => Buffer.from(new ArrayBuffer(4), 1, 4));
attempt(() => Buffer.concat('x'));
attempt(() => Buffer.concat([Buffer.from('a'), 'b']));
attempt(() => Buffer.concat([Buffer.from('a')], -1));
attempt(() => Buffer.concat([Buffer.from('a')], 1.5));
attempt(() => Buffer.byteLength(5));
attempt(() => Buffer.compare(Buffer.from('a'), 'a'));
attempt(() => Buffer.from('a').equals('a'));
attempt(() => Buffer.from('a').compare({}));
attempt(() => Buffer.from('abc').compare(Buffer.from('b'), 0, 5));
attempt(() => Buffer.from('abc').compare(Buffer.from('b'), -1));
attempt(() => Buffer.from('abc').fill('zz', 'hex'));
attempt(() => Buffer.from('abc').fill('x', 0, 9));
attempt(() => Buffer.from('abc').fill('x', -1));
attempt(() => Buffer.from('abc').fill('x', 'nope'));
attempt(() => Buffer.from('abc').fill(1, '0'));
attempt(() => Buffer.alloc(3, Buffer.alloc(0)));
attempt(() => bytes().write('abc', 5));
attempt(() => bytes().write('abc', 0, 7));
attempt(() => bytes().write('abc', -1));
attempt(() => bytes().write(5));
attempt(() => Buffer.alloc(3).swap16());
attempt(() => Buffer.alloc(6).swap32());
attempt(() => Buffer.alloc(12).swap64());
attempt(() => Buffer.from('abc').copy('x'));
attempt(() => Buffer.from('abc').copy(bytes(), -1));
attempt(() => Buffer.from('abc').copy(bytes(), 0, 9));
attempt(() => Buffer.from('abc').indexOf({}));
attempt(() => Buffer.from('abc').indexOf(null));
attempt(() => Buffer.from('abc').includes('a', 0, 'nope'));
attempt(() => Buffer.copyBytesFrom('x'));
attempt(() => Buffer.copyBytesFrom(new Uint16Array(3), -1));
attempt(() => buffer.atob('a!'));
attempt(() => buffer.atob('a'));
attempt(() => buffer.btoa('€'));
attempt(() => buffer.isUtf8('x'));
attempt(() => buffer.transcode('x', 'utf8', 'latin1'));
attempt(() => buffer.transcode(Buffer.from('x'), 'utf8', 'hex'));
attempt(() => Buffer.from('abc').readUInt8(3));
attempt(() => Buffer.from('abc').readUInt8(-1));
attempt(() => Buffer.from('abc').readUInt16BE('1'));
attempt(() => Buffer.from('abc').readUInt16BE(1.5));
attempt(() => Buffer.from('abc').readUInt16BE(null));
attempt(() => Buffer.from('abc').readDoubleLE(0));
attempt(() => Buffer.from('abc').readUIntBE(0, 0));
attempt(() => Buffer.from('abc').readUIntBE(0, 7));
attempt(() => Buffer.from('abc').readIntLE(0));
attempt(() => Buffer.from('abc').readIntLE(undefined, 2));
attempt(() => bytes().writeUInt8(256));
attempt(() => bytes().writeInt8(-129));
attempt(() => bytes().writeInt16BE(40000));
attempt(() => bytes().writeUInt32LE(-1));
attempt(() => bytes().writeUInt32LE(2 ** 32));
attempt(() => bytes().writeUIntLE(2 ** 40, 0, 4));
attempt(() => bytes(8).writeIntBE(-(2 ** 47) - 1, 0, 6));
attempt(() => bytes(8).writeBigInt64LE(2n ** 63n));
attempt(() => bytes(8).writeBigUInt64BE(-1n));
attempt(() => bytes(8).writeBigUInt64BE(1));
attempt(() => bytes().writeUInt16LE(1, 3));
attempt(() => bytes().writeFloatBE(1, 1));
