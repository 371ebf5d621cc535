import { EventEmitter, errorMonitor, getEventListeners, getMaxListeners, listenerCount, setMaxListeners, once, on, addAbortListener } from 'node:events';

const attempt = (label, run) => {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, '|', String(error), '|', error.name, error.code, Object.keys(error));
  }
};
const emitter = () => new EventEmitter();

attempt('an error', () => emitter().emit('error', new TypeError('mine')));
attempt('no error', () => emitter().emit('error'));
attempt('text', () => emitter().emit('error', 'text'));
attempt('object', () => emitter().emit('error', { a: 1, b: [2] }));
attempt('null', () => emitter().emit('error', null));
attempt('context', () => {
  try {
    emitter().emit('error', { a: 1 });
  } catch (error) {
    return error.context;
  }
});
const monitored = emitter();
monitored.on(errorMonitor, (error) => console.log('monitor', error.message));
attempt('monitored', () => monitored.emit('error', new Error('seen')));
monitored.on('error', (error) => console.log('handled', error.message));
attempt('handled', () => monitored.emit('error', new Error('again')));

attempt('on', () => emitter().on('x'));
attempt('on', () => emitter().on('x', 'a long text that is not a function at all'));
attempt('once', () => emitter().once('x', 5));
attempt('off', () => emitter().off('x', null));
attempt('prepend', () => emitter().prependListener('x', {}));
attempt('max', () => emitter().setMaxListeners(-1));
attempt('max', () => emitter().setMaxListeners('1'));
attempt('max', () => emitter().setMaxListeners(NaN));
attempt('default max', () => {
  EventEmitter.defaultMaxListeners = -5;
});
attempt('capture', () => new EventEmitter({ captureRejections: 'yes' }));
attempt('capture all', () => {
  EventEmitter.captureRejections = 1;
});
attempt('getEventListeners', () => getEventListeners({}, 'x'));
attempt('getMaxListeners', () => getMaxListeners({}));
attempt('setMaxListeners', () => setMaxListeners(1, {}));
attempt('listenerCount', () => listenerCount(emitter().on('x', () => {}), 'x'));
attempt('on {}', () => on({}, 'x'));
attempt('on water mark', () => on(emitter(), 'x', { highWaterMark: 0 }));
attempt('on aborted', () => on(emitter(), 'x', { signal: AbortSignal.abort('why') }));
attempt('on bad signal', () => on(emitter(), 'x', { signal: {} }));
attempt('addAbortListener', () => addAbortListener());
attempt('addAbortListener', () => addAbortListener({}, () => {}));
attempt('addAbortListener', () => addAbortListener(new AbortController().signal, 1));

for (const [label, promise] of [
  ['once {}', once({}, 'x')],
  ['once aborted', once(emitter(), 'x', { signal: AbortSignal.abort(new RangeError('r')) })],
  ['once bad signal', once(emitter(), 'x', { signal: 1 })],
]) {
  await promise.catch((error) => console.log(label, error.name, error.code, error.message, error.cause?.name));
}

// A listener that throws ends the call; the others after it are not called.
const throwing = emitter();
throwing.on('x', () => console.log('one'));
throwing.on('x', () => {
  throw new Error('two');
});
throwing.on('x', () => console.log('never'));
attempt('throwing', () => throwing.emit('x'));

process.on('warning', (warning) => console.log(warning.name, warning.message, warning.type, warning.count));
const crowded = emitter();
for (let count = 0; count < 12; count += 1) crowded.on('data', () => {});
crowded.setMaxListeners(1);
crowded.on('end', () => {}).on('end', () => {});
setMaxListeners(0, crowded);
for (let count = 0; count < 30; count += 1) crowded.on('many', () => {});
console.log(crowded.getMaxListeners(), getMaxListeners(crowded), EventEmitter.defaultMaxListeners);
