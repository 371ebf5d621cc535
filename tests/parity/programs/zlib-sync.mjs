import zlib from 'node:zlib';
import { promisify } from 'node:util';
const { constants } = zlib;
const long = 'The quick brown fox jumps over the lazy dog. '.repeat(4000);
const pairs = [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip'], ['deflate', 'unzip']];
for (const [pack, unpack] of pairs) {
  const packed = zlib[`${pack}Sync`](long);
  console.log(pack, unpack, packed.length, packed.toString('base64').slice(0, 30), zlib[`${unpack}Sync`](packed).toString() === long);
  const asked = await promisify(zlib[pack])(long, { level: 9 });
  console.log(asked.equals(zlib[`${pack}Sync`](long, { level: 9 })), (await promisify(zlib[unpack])(asked)).length);
}
for (const options of [{ level: 0 }, { level: 1 }, { strategy: constants.Z_HUFFMAN_ONLY }, { memLevel: 1, windowBits: 9 }, { chunkSize: 64 }, { strategy: constants.Z_FIXED }, { level: undefined }]) {
  const packed = zlib.deflateSync('hello hello hello', options);
  console.log(JSON.stringify(options), packed.toString('hex'), String(zlib.inflateSync(packed)));
}
console.log(zlib.gzipSync('').toString('hex'), zlib.gunzipSync(zlib.gzipSync('')).length, zlib.gzipSync(new Uint16Array([1, 2])).length, zlib.gzipSync(new ArrayBuffer(3)).length);
const gz = zlib.gzipSync('hello ');
console.log(String(zlib.gunzipSync(Buffer.concat([gz, gz, zlib.gzipSync('world')]))), String(zlib.gunzipSync(Buffer.concat([gz, Buffer.alloc(9)]))), String(zlib.unzipSync(Buffer.concat([gz, gz]))));
console.log(String(zlib.inflateSync(Buffer.concat([zlib.deflateSync('a'), Buffer.from('garbage')]))));
console.log(String(zlib.gunzipSync(zlib.gzipSync(long).subarray(0, 150), { finishFlush: constants.Z_SYNC_FLUSH })).slice(0, 60));
const dictionary = Buffer.from('hello world');
for (const [pack, unpack] of pairs.slice(1, 3)) console.log(zlib[`${pack}Sync`]('hello world!', { dictionary }).length, String(zlib[`${unpack}Sync`](zlib[`${pack}Sync`]('hello world!', { dictionary }), { dictionary })));
console.log(zlib.crc32('hello'), zlib.crc32(Buffer.from('lo'), zlib.crc32('hel')), zlib.crc32(''), zlib.crc32(new Uint8Array([0, 255, 3])));
console.log(zlib.gzipSync('x', { info: true }).buffer.length, constants.Z_SYNC_FLUSH, constants.Z_MAX_CHUNK, constants.BROTLI_PARAM_QUALITY, zlib.codes.Z_BUF_ERROR, zlib.codes['-3']);
console.log(new zlib.Gzip() instanceof zlib.Gzip, zlib.createUnzip() instanceof zlib.Unzip, zlib.createInflateRaw().constructor.name, zlib.createGzip().bytesWritten);
zlib.gzip('callback', { level: 3 }, (error, packed) => {
  console.log(error, String(zlib.gunzipSync(packed)));
  zlib.gunzip('nonsense', (error, result) => console.log(error.code, result));
});
console.log('before the callbacks');
