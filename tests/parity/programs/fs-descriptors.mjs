import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'parity-')));
process.on('exit', () => fs.rmSync(process.cwd(), { recursive: true }));
const fd = fs.openSync('f', 'w+');
console.log(fs.writeSync(fd, 'hello world'), fs.writeSync(fd, '!', 5), fs.writeSync(fd, Buffer.from('abcdef'), 2, 3), fs.writeSync(fd, Buffer.from('XY'), { offset: 1, position: 0 }), fs.writeSync(fd, 'ff00', null, 'hex'));
console.log(fs.readFileSync('f'));
const buffer = Buffer.alloc(6, '.');
console.log(fs.readSync(fd, buffer), String(buffer), fs.readSync(fd, buffer, 1, 4, 0), String(buffer), fs.readSync(fd, buffer, { position: 6, length: 2 }), String(buffer), fs.readSync(fd, buffer, null, null, 3n));
console.log(fs.fstatSync(fd).size, fs.readFileSync(fd, 'utf8'));
fs.ftruncateSync(fd, 2);
console.log(fs.readFileSync('f', 'utf8'), fs.writeSync(fd, 'far', 6), fs.readFileSync('f'));
const one = Buffer.alloc(2);
const two = Buffer.alloc(9);
console.log(fs.readvSync(fd, [one, two], 1), one, two, fs.writevSync(fd, [Buffer.from('p'), new Uint8Array([113, 114])], 0), fs.readFileSync('f', 'utf8'));
fs.unlinkSync('f');
console.log('removed', fs.existsSync('f'), fs.readSync(fd, buffer, 0, 3, 0), String(buffer), fs.writeSync(fd, 'lives on', 0), fs.fstatSync(fd).size, fs.existsSync('f'));
fs.closeSync(fd);
const log = fs.openSync('log', 'a');
fs.writeSync(log, 'one\n');
fs.appendFileSync('log', 'between\n');
fs.writeSync(log, 'two\n', 0);
fs.renameSync('log', 'moved');
fs.writeSync(log, 'after the move\n');
fs.fsyncSync(log);
fs.closeSync(log);
console.log(fs.readFileSync('moved', 'utf8'), fs.existsSync('log'));
const both = fs.openSync('moved', 'a+');
console.log(fs.readSync(both, buffer), String(buffer));
fs.closeSync(both);
const exclusive = fs.openSync('mine', fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_RDWR);
console.log(fs.writeFileSync(exclusive, 'by number'), fs.readFileSync('mine', 'utf8'));
fs.closeSync(exclusive);
fs.writeSync(1, 'straight to stdout\n');
const steps = [];
fs.open('mine', (error, descriptor) => {
  fs.read(descriptor, (error, count, bytes) => {
    steps.push([count, bytes.length, bytes.toString('utf8', 0, count)]);
    fs.read(descriptor, { buffer: Buffer.alloc(2), position: 3 }, (error, count, bytes) => {
      steps.push([count, String(bytes)]);
      fs.close(descriptor, (error) => {
        steps.push(error);
        fs.close(descriptor, (error) => {
          steps.push(error.message);
          fs.write(descriptor, 'x', (error) => {
            steps.push(error.message);
            fs.exists('mine', (found) => console.log(steps, found));
          });
        });
      });
    });
  });
});
console.log('nothing has happened yet', steps);
