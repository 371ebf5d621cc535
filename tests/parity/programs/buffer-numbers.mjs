const bytes = Buffer.from('0102030405060708f1f2f3f4f5f6f7f8', 'hex');
for (const offset of [0, 5, 8]) {
  console.log(offset, bytes.readUInt8(offset), bytes.readInt8(offset), bytes.readUInt16LE(offset), bytes.readUInt16BE(offset), bytes.readInt16LE(offset), bytes.readInt16BE(offset));
  console.log(bytes.readUInt32LE(offset), bytes.readUInt32BE(offset), bytes.readInt32LE(offset), bytes.readInt32BE(offset));
  console.log(bytes.readBigUInt64LE(offset), bytes.readBigUInt64BE(offset), bytes.readBigInt64LE(offset), bytes.readBigInt64BE(offset));
  console.log(bytes.readFloatLE(offset), bytes.readFloatBE(offset), bytes.readDoubleLE(offset), bytes.readDoubleBE(offset));
  for (let size = 1; size <= 6; size += 1) console.log(size, bytes.readUIntLE(offset, size), bytes.readUIntBE(offset, size), bytes.readIntLE(offset, size), bytes.readIntBE(offset, size));
}
console.log(bytes.readUint8 === bytes.readUInt8, bytes.writeBigUint64LE === bytes.writeBigUInt64LE);
const target = Buffer.alloc(16);
const show = (end) => {
  console.log(end, target);
  target.fill(0);
};
show(target.writeUInt8(255));
show(target.writeInt8(-1, 3));
show(target.writeUInt16LE(0x1234, 1));
show(target.writeUInt16BE(0x1234, 1));
show(target.writeInt32LE(-2, 4));
show(target.writeInt32BE(-(2 ** 31), 4));
show(target.writeUInt32BE(2 ** 32 - 1, 12));
show(target.writeBigInt64LE(-5n));
show(target.writeBigUInt64BE(2n ** 64n - 1n, 8));
show(target.writeFloatLE(1.5));
show(target.writeFloatBE(Infinity, 2));
show(target.writeDoubleBE(Math.PI, 8));
show(target.writeDoubleLE(NaN, 0));
show(target.writeUIntBE(0x123456, 0, 3));
show(target.writeIntLE(-0x1234567890, 2, 5));
show(target.writeUIntLE(2 ** 48 - 1, 10, 6));
show(target.writeUInt8('7'));
show(target.writeUInt8(undefined));
show(target.writeInt16LE(3.99));
show(target.writeInt16BE(-3.99));
show(target.writeFloatBE('x'));
console.log(Buffer.from([1, 2, 3, 4]).swap16(), Buffer.from([1, 2, 3, 4]).swap32(), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64());
