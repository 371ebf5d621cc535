// A program whose main module waits may still find something to do before it ends.
let found = false;
let resolve;
process.on('beforeExit', (code) => {
  console.log('beforeExit', code, process.exitCode);
  if (found) return;
  found = true;
  setTimeout(() => {
    console.log('more');
    resolve();
  }, 10);
});
process.on('exit', (code) => console.log('exit', code));
await new Promise((settle) => {
  resolve = settle;
});
console.log('resumed');
