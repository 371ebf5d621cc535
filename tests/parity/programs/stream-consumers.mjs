import { Readable } from 'node:stream';
import * as consumers from 'node:stream/consumers';

const source = () => Readable.from([Buffer.from('{"a":'), Buffer.from('"€"'.slice(0, 1)), Buffer.from('€').subarray(0, 1), Buffer.from('€').subarray(1), Buffer.from('"}')], { objectMode: false });
console.log(Object.keys(consumers.default ?? consumers).sort());
console.log(await consumers.text(source()), await consumers.json(source()), await consumers.buffer(source()));
console.log(await consumers.arrayBuffer(source()), await consumers.bytes(source()));
const blob = await consumers.blob(source());
console.log(blob.size, await blob.text());
console.log(await consumers.text(Readable.from(['strings', ' too'])), JSON.stringify(await consumers.text(Readable.from([]))));
console.log(await consumers.text(new Blob(['web']).stream()), await consumers.text(Readable.from([Buffer.from([0xe2])], { objectMode: false })));
for (const run of [
  () => consumers.json(Readable.from(['{'])),
  () => consumers.text(new Readable({ read() { this.destroy(new Error('broken')); } })),
]) await run().catch((error) => console.log(error.name));
