'use strict';
const { spawn } = require('node:child_process');

const CASES = {
  throws() {
    process.on('exit', (code) => console.error(`exit ${code} ${process.exitCode}`));
    process.on('uncaughtExceptionMonitor', (error, origin) => console.error(`monitor ${error.message} ${origin}`));
    throw new Error('thrown');
  },
  rejects() {
    process.on('exit', (code) => console.error(`exit ${code}`));
    Promise.reject(new TypeError('rejected'));
  },
  'exit code set by a listener'() {
    process.on('exit', () => {
      process.exitCode = 42;
    });
    throw new Error('thrown');
  },
  'exit within exit hides the error'() {
    process.on('exit', () => process.exit(7));
    throw new Error('hidden');
  },
  'exit listener throws too'() {
    process.on('exit', (code) => {
      console.error(`exit ${code}`);
      throw new Error('second');
    });
    throw new Error('first');
  },
  'only the exit listener throws'() {
    process.on('exit', (code) => {
      console.error(`exit ${code}`);
      throw new Error('in exit');
    });
  },
  'beforeExit finds more to do'() {
    let rounds = 0;
    process.on('beforeExit', (code) => {
      console.error(`beforeExit ${code}`);
      if (++rounds < 3) setTimeout(() => console.error('more'), 1);
    });
    process.on('exit', (code) => console.error(`exit ${code}`));
  },
  'no beforeExit after process.exit'() {
    process.on('beforeExit', () => console.error('beforeExit'));
    process.on('exit', (code) => console.error(`exit ${code}`));
    process.nextTick(() => console.error('tick'));
    Promise.resolve().then(() => console.error('microtask'));
    setImmediate(() => process.exit(3));
  },
  'an error that is caught'() {
    process.on('uncaughtException', (error, origin) => console.error(`caught ${error.message} ${origin}`));
    process.on('exit', (code) => console.error(`exit ${code}`));
    setTimeout(() => console.error('goes on'), 1);
    throw new Error('handled');
  },
  'the handler throws'() {
    process.on('uncaughtException', () => {
      throw new Error('from the handler');
    });
    process.on('exit', (code) => console.error(`exit ${code}`));
    throw new Error('handled');
  },
  'what is no error'() {
    process.on('exit', (code) => console.error(`exit ${code}`));
    throw { status: 1 };
  },
};

async function run(name) {
  const child = spawn(process.execPath, [__filename, name], { stdio: ['ignore', 'inherit', 'pipe'] });
  const chunks = [];
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const [code, signal] = await new Promise((resolve) => child.on('close', (...status) => resolve(status)));
  const lines = Buffer.concat(chunks).toString().split(__dirname).join('').split('\n');
  const said = lines.filter((line) => line !== '' && !/^ +(at |\^)|^\/|^Node\.js|^ *throw|^ *Promise|^\(Use|^Uncaught:/.test(line));
  return `${name}: ${code} ${signal}\n  ${said.join('\n  ')}`;
}

async function main() {
  console.log((await Promise.all(Object.keys(CASES).map(run))).join('\n'));
}

if (process.argv[2]) CASES[process.argv[2]]();
else main();
