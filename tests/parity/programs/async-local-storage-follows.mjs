import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
const storage = new AsyncLocalStorage({ defaultValue: 'none', name: 'trace' });
const other = new AsyncLocalStorage();
const seen = [];
const note = (where) => seen.push(`${where}: ${storage.getStore()} ${other.getStore()}`);
console.log(storage.name, JSON.stringify(other.name), storage.getStore(), other.getStore());
const emitter = new EventEmitter();
const kept = [];
storage.run('request 1', (...args) => {
  console.log('arguments', args);
  other.run({ toString: () => 'two' }, () => {
    note('inside');
    setTimeout(() => {
      note('timeout');
      setTimeout(note, 1, 'nested timeout');
    }, 1);
    setImmediate(note, 'immediate');
    process.nextTick(note, 'tick');
    queueMicrotask(() => note('microtask'));
    Promise.resolve().then(() => note('then'));
    Promise.reject(new Error('no')).catch(() => note('catch')).finally(() => note('finally'));
    Promise.all([1, sleep(2)]).then(() => note('all'));
    let rounds = 0;
    const timer = setInterval(() => {
      note('interval');
      if (++rounds === 2) clearInterval(timer);
    }, 1);
  });
  emitter.on('ping', () => note('emitter, heard inside'));
  kept.push(() => note('kept'), AsyncLocalStorage.bind(() => note('bound')), AsyncResource.bind(() => note('resource')));
  storage.exit(() => note('exit'));
  note('after exit');
}, 'a', 'b');
emitter.emit('ping');
storage.run('emitting', () => emitter.emit('ping'));
for (const callback of kept) callback();
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
storage.run('elsewhere', () => {
  console.log(snapshot((word) => [word, storage.getStore()], 'hello'), storage.getStore());
});
note('outside');
try {
  storage.run('throws', () => {
    throw new Error('thrown');
  });
} catch (error) {
  console.log(error.message, storage.getStore());
}
setTimeout(() => console.log(seen.sort().join('\n')), 60);
