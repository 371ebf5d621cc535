import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'parity-')));
process.on('exit', () => fs.rmSync(process.cwd(), { recursive: true }));
import fsp from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
fs.writeFileSync('config', '{}');
fs.mkdirSync('folder');
const heard = new Set();
const watcher = fs.watch('config', (event, name) => heard.add(`${event} ${name}`));
const folder = fs.watch('folder', { encoding: 'utf8' });
folder.on('change', (event, name) => heard.add(`in folder: ${event} ${name}`));
folder.on('close', () => console.log('folder closed'));
await sleep(20);
fs.writeFileSync('config', '{"a":1}');
fs.writeFileSync('folder/new', 'x');
await sleep(50);
console.log([...heard].filter((line) => !line.includes('folder: change')).sort());
heard.clear();
watcher.close();
folder.close();
folder.close();
fs.writeFileSync('config', '{"a":2}');
await sleep(30);
console.log(heard.size);
const controller = new AbortController();
setTimeout(() => fs.writeFileSync('config', '{"a":3}'), 20);
try {
  for await (const { eventType, filename } of fsp.watch('config', { signal: controller.signal })) {
    console.log(eventType, filename);
    controller.abort();
  }
} catch (error) {
  console.log(error.name, error.code, error.message);
}
for await (const event of (setTimeout(() => fs.writeFileSync('folder/new', 'y'), 20), fsp.watch('folder'))) {
  console.log(event);
  break;
}
const states = [];
fs.watchFile('later', { interval: 10 }, (now, before) => {
  states.push([now.size, before.size]);
  if (now.size === 3) {
    fs.unwatchFile('later');
    console.log(states.at(-1));
  }
});
setTimeout(() => fs.writeFileSync('later', 'abc'), 60);
const unheeded = fs.watch('config', { persistent: false });
console.log(unheeded.unref() === unheeded, unheeded.ref() === unheeded);
unheeded.close();
