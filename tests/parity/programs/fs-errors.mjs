import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'parity-')));
process.on('exit', () => fs.rmSync(process.cwd(), { recursive: true }));
fs.mkdirSync('d/e', { recursive: true });
fs.mkdirSync('d2/e', { recursive: true });
fs.writeFileSync('f', 'abc');
fs.writeFileSync('f2', 'abc');
const cases = [
  ['readFile', 'no'], ['readFile', 'd'], ['readFile', 'f/x'], ['readFile', ''], ['writeFile', 'no/x', 'a'], ['writeFile', 'd', 'a'],
  ['writeFile', 'f/x', ''], ['appendFile', 'd', 'a'], ['readdir', 'no'], ['readdir', 'f'], ['readdir', 'no', { recursive: true }],
  ['stat', 'no'], ['stat', 'f/x'], ['stat', ''], ['lstat', 'no'], ['access', 'no'], ['access', 'f/x', 4], ['mkdir', 'd'], ['mkdir', 'f/x'],
  ['mkdir', ''], ['mkdir', 'no/x'], ['mkdir', 'f/x', { recursive: true }], ['mkdir', 'f', { recursive: true }], ['rm', 'no'], ['rm', 'd'],
  ['rm', 'f/x'], ['rm', 'f/x', { force: true }], ['rmdir', 'f'], ['rmdir', 'd'], ['rmdir', 'no'], ['unlink', 'no'], ['unlink', 'd'],
  ['unlink', 'f/x'], ['rename', 'no', 'x'], ['rename', 'f', 'no/x'], ['rename', 'f', 'd'], ['rename', 'd', 'f'], ['rename', 'd', 'd/x'],
  ['rename', 'd', 'd2'], ['copyFile', 'no', 'x'], ['copyFile', 'd', 'x'], ['copyFile', 'f', 'd'], ['copyFile', 'f', 'f2', 1],
  ['cp', 'no', 'x'], ['cp', 'd', 'x'], ['cp', 'd', 'd/q', { recursive: true }], ['cp', 'f', 'd'], ['cp', 'd', 'f', { recursive: true }],
  ['cp', 'f', 'f'], ['cp', 'f', 'f2', { force: false, errorOnExist: true }], ['open', 'no'], ['open', 'f', 'wx'], ['open', 'd', 'w'],
  ['truncate', 'no'], ['truncate', 'd'], ['utimes', 'no', 1, 1], ['lutimes', 'no', 1, 1], ['opendir', 'no'], ['readlink', 'f'],
  ['readlink', 'no'], ['statfs', 'no'], ['realpath', 'no'],
];
const show = (error) => [error.name, error.code, error.errno, error.syscall, error.path, error.dest, error.message, Object.keys(error).sort()].join(' | ').replaceAll(process.cwd(), 'CWD');
for (const [name, ...args] of cases) {
  const answers = [];
  try {
    answers.push(typeof fs[`${name}Sync`](...args));
  } catch (error) {
    answers.push(show(error));
  }
  answers.push(await new Promise((resolve) => fs[name](...args, (error, value) => resolve(error ? show(error) : typeof value))));
  answers.push(await fs.promises[name](...args).then((value) => typeof value, show));
  console.log(`${name}(${JSON.stringify(args).slice(1, -1)})`);
  for (const answer of new Set(answers)) console.log('  ', answers.map((other, i) => (other === answer ? 'SCP'[i] : '')).join(''), answer);
}
console.log(fs.readdirSync('.', { recursive: true }).sort().join());
