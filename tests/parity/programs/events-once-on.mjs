import { EventEmitter, on, once } from 'node:events';

const emitter = new EventEmitter();
setTimeout(() => emitter.emit('ready', 1, 2), 1);
console.log('once', await once(emitter, 'ready'));

const failing = once(emitter, 'ready');
emitter.emit('error', new Error('instead'));
console.log(await failing.catch((error) => error.message), emitter.eventNames());
queueMicrotask(() => emitter.emit('error', 'as asked'));
console.log('error itself', await once(emitter, 'error'));

const controller = new AbortController();
const waiting = once(emitter, 'never', { signal: controller.signal });
controller.abort();
await waiting.catch((error) => console.log(error.name, error.code, error.message, error.cause.name));
console.log(emitter.eventNames());

const target = new EventTarget();
setTimeout(() => target.dispatchEvent(new Event('ping')), 1);
const [event] = await once(target, 'ping');
console.log(event.type, event instanceof Event);

// All events arrive, also those of one turn; the loop ends by the signal.
const source = new EventEmitter();
const stop = new AbortController();
setTimeout(() => {
  for (const value of ['a', 'b', 'c']) source.emit('item', value, value.toUpperCase());
  setTimeout(() => stop.abort(), 2);
}, 1);
try {
  for await (const pair of on(source, 'item', { signal: stop.signal })) console.log('on', pair);
} catch (error) {
  console.log(error.name, error.code, source.eventNames());
}

setTimeout(() => {
  source.emit('item', 1);
  source.emit('close');
  source.emit('item', 'too late');
}, 1);
for await (const [value] of on(source, 'item', { close: ['close'] })) console.log('until close', value);
console.log(source.eventNames());

setTimeout(() => {
  source.emit('item', 2);
  source.emit('error', new Error('broken'));
}, 1);
try {
  for await (const [value] of on(source, 'item')) console.log('until error', value);
} catch (error) {
  console.log(error.message);
}

setTimeout(() => source.emit('item', 3), 1);
for await (const [value] of on(source, 'item')) {
  console.log('break after', value);
  break;
}
console.log(source.eventNames());

const iterator = on(source, 'item');
source.emit('item', 'queued');
console.log(await iterator.next());
const pending = iterator.next();
console.log(await iterator.return(), await pending, await iterator.next());
console.log(Object.prototype.toString.call(iterator), typeof iterator[Symbol.asyncIterator]);
const broken = on(source, 'item');
try {
  await broken.throw('text');
} catch (error) {
  console.log(error.code, error.message);
}
await broken.throw(new Error('thrown in'));
await broken.next().catch((error) => console.log(error.message));

// Back-pressure: what has pause and resume is paused.
const flow = Object.assign(new EventEmitter(), { pause: () => console.log('pause'), resume: () => console.log('resume') });
const limited = on(flow, 'x', { highWaterMark: 2, lowWaterMark: 1 });
for (let count = 0; count < 4; count += 1) flow.emit('x', count);
for (let count = 0; count < 4; count += 1) console.log((await limited.next()).value);
