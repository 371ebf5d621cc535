'use strict';
// The word import in text, and as a name: import('x'), { import: 1 }
const { writeFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const file = join(__dirname, 'imported.mjs');
writeFileSync(file, 'export let count = 0; export const add = () => ++count; export default import.meta.filename;');
writeFileSync(join(__dirname, 'required.cjs'), "exports.load = (name) => import(name);\nexports.kind = 'cjs';");

const named = { import: (name) => `method ${name}` };

async function main() {
  console.log(named.import('x'), 'import("text")', /import\(/.test('import('));
  const one = await import('./imported.mjs');
  const two = await import(/* by URL */ require('node:url').pathToFileURL(file));
  one.add();
  console.log(one === two, two.count, one.default === file, Object.keys(one));
  const { default: fs, readFileSync } = await import('node:fs');
  console.log(fs === require('fs'), readFileSync === fs.readFileSync);
  const required = await import('./required.cjs');
  console.log(required.kind, required.default === require('./required.cjs'));
  console.log((await required.load('./imported.mjs')) === one);
  console.log((await import('data:text/javascript,x').catch(() => null)) !== undefined);
  for (const name of ['./none.mjs', 'no-package', 'node:none', './', 'http://localhost/x.mjs']) {
    await import(name).then(
      () => console.log('imported', name),
      ({ name: kind, code, message }) => console.log(kind, code, message.split(__dirname).join('').split('\n')[0]),
    );
  }
  writeFileSync(join(__dirname, 'throws.mjs'), 'throw new RangeError("while it ran")');
  const failures = [];
  for (let i = 0; i < 2; i++) failures.push(await import('./throws.mjs').catch((error) => error));
  console.log(String(failures[0]), failures[0] === failures[1]);
}

const order = [];
import('node:path').then(() => order.push('import'));
process.nextTick(() => order.push('tick'));
setTimeout(() => console.log(order.sort()), 5);
main().finally(() => {
  for (const name of ['imported.mjs', 'required.cjs', 'throws.mjs']) rmSync(join(__dirname, name), { force: true });
});
