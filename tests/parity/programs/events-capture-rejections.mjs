import { captureRejectionSymbol, EventEmitter } from 'node:events';

const captured = new EventEmitter({ captureRejections: true });
captured.on('job', async (name) => {
  throw new Error(`job ${name}`);
});
captured.on('error', (error) => console.log('error event:', error.message));
captured.emit('job', 'one');
console.log('emitted');
await new Promise((resolve) => setTimeout(resolve, 2));

class Own extends EventEmitter {
  constructor() {
    super({ captureRejections: true });
  }
  [captureRejectionSymbol](error, event, ...args) {
    console.log('own handler:', error.message, event, args);
  }
}
const own = new Own();
own.on('job', () => Promise.reject(new TypeError('own')));
own.emit('job', 1, 2);
await new Promise((resolve) => setTimeout(resolve, 2));

// Thenables count too; what is no promise does not.
captured.removeAllListeners('job');
captured.on('job', () => ({ then: (_ok, fail) => fail(new Error('thenable')) }));
captured.on('job', () => ({ then: 5 }));
captured.on('job', () => 'text');
captured.emit('job');
await new Promise((resolve) => setTimeout(resolve, 2));

process.on('unhandledRejection', (reason) => console.log('unhandled:', reason.message));
const plain = new EventEmitter();
plain.on('job', async () => {
  throw new Error('not captured');
});
plain.on('error', () => console.log('never'));
plain.emit('job');
await new Promise((resolve) => setTimeout(resolve, 50));

EventEmitter.captureRejections = true;
const later = new EventEmitter();
EventEmitter.captureRejections = false;
console.log(EventEmitter.captureRejections);
later.on('job', async () => {
  throw new Error('by default');
});
later.on('error', (error) => console.log('error event:', error.message));
later.emit('job');
await new Promise((resolve) => setTimeout(resolve, 2));

// An error listener that fails asynchronously is not captured again.
const loop = new EventEmitter({ captureRejections: true });
loop.on('error', async () => {
  throw new Error('in the error listener');
});
loop.on('job', async () => {
  throw new Error('first');
});
loop.emit('job');
await new Promise((resolve) => setTimeout(resolve, 2));
