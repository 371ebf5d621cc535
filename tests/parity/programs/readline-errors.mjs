import readline from 'node:readline';
import readlinePromises from 'node:readline/promises';
import { PassThrough } from 'node:stream';
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
attempt('completer', () => readline.createInterface({ input: new PassThrough(), completer: 4 }));
attempt('history', () => readline.createInterface({ input: new PassThrough(), historySize: -1 }));
attempt('history', () => readline.createInterface({ input: new PassThrough(), historySize: 'x' }));
attempt('NaN', () => readline.cursorTo(new PassThrough(), Number.NaN));
attempt('callback', () => readline.clearLine(new PassThrough(), 0, 5));
const closed = readline.createInterface({ input: new PassThrough() });
closed.close();
closed.close();
for (const name of ['prompt', 'pause', 'resume', 'write']) attempt(name, () => closed[name]('x'));
attempt('question', () => closed.question('x', () => {}));
const broken = new PassThrough();
setTimeout(() => broken.destroy(new Error('the stream broke')), 5);
try {
  for await (const line of readline.createInterface({ input: broken })) console.log(line);
} catch (error) {
  console.log('caught', error.message);
}
const input = new PassThrough();
const asking = readlinePromises.createInterface({ input });
const controller = new AbortController();
const question = asking.question('never answered? ', { signal: controller.signal });
controller.abort();
await question.catch((error) => console.log(error.name, error.code, error.message));
await asking.question('again', { signal: controller.signal }).catch((error) => console.log(error.name, error.code, error.message));
asking.on('line', (line) => console.log('line', line));
input.write('goes to the event\n');
await new Promise((resolve) => setTimeout(resolve, 5));
asking.close();
await asking.question('late').catch((error) => console.log(error.name, error.code, error.message));
const stopped = readline.createInterface({ input: new PassThrough(), signal: AbortSignal.timeout(5) });
stopped.on('close', () => console.log('closed by its signal'));
setTimeout(() => {}, 20);
