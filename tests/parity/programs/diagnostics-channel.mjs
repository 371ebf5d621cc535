import { AsyncLocalStorage } from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
const { channel, tracingChannel } = diagnostics;
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
const requests = channel('requests');
const heard = (message, name) => console.log('heard', message, name);
console.log(requests.name, requests.hasSubscribers, channel('requests') === requests, requests instanceof diagnostics.Channel, channel(Symbol.for('s')).name);
requests.publish('nobody hears');
requests.subscribe(heard);
diagnostics.subscribe('requests', heard);
requests.publish({ id: 1 });
console.log(requests.hasSubscribers, diagnostics.hasSubscribers('requests'), diagnostics.unsubscribe('requests', heard), requests.unsubscribe(heard), requests.unsubscribe(heard), diagnostics.unsubscribe('nothing', heard));
attempt('name', () => channel(5));
attempt('subscriber', () => requests.subscribe(5));
attempt('tracing', () => tracingChannel(5));
const storage = new AsyncLocalStorage();
requests.bindStore(storage, (message) => message.id);
console.log(requests.runStores({ id: 7 }, function (word) {
  return [storage.getStore(), this.receiver, word];
}, { receiver: 'me' }, 'hello'), requests.unbindStore(storage), storage.getStore());
const operation = tracingChannel('operation');
console.log(operation.start.name, operation.hasSubscribers, operation.traceSync((a) => a + 1, {}, null, 1));
const handlers = {};
for (const name of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) handlers[name] = ({ error, ...rest }) => console.log(name, rest, error?.message);
operation.subscribe(handlers);
attempt('sync', () => operation.traceSync(function (a) {
  return this.x + a;
}, { id: 1 }, { x: 'T' }, 2));
attempt('sync fails', () => operation.traceSync(() => {
  throw new Error('thrown');
}, { id: 2 }));
console.log(await operation.tracePromise(async (a) => a * 2, { id: 3 }, null, 4));
await operation.tracePromise(async () => {
  throw new Error('rejected');
}, { id: 4 }).catch((error) => console.log('caught', error.message));
await new Promise((resolve) => operation.traceCallback((x, done) => setTimeout(done, 1, null, x), -1, { id: 5 }, null, 'value', (error, result) => resolve(console.log('called back', error, result))));
await new Promise((resolve) => operation.traceCallback((done) => setTimeout(done, 1, new Error('failed')), 0, { id: 6 }, null, (error) => resolve(console.log('called back', error.message))));
attempt('no callback', () => operation.traceCallback(() => {}, -1, {}, null, 5));
console.log(operation.unsubscribe(handlers), operation.unsubscribe(handlers), operation.hasSubscribers);
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
channel('bad').subscribe(() => {
  throw new Error('from a subscriber');
});
channel('bad').publish(1);
console.log('the publisher goes on');
