import events, { EventEmitter } from 'node:events';

const log = (...args) => console.log(...args);
const emitter = new EventEmitter();
log(events === EventEmitter, events.EventEmitter === EventEmitter, EventEmitter.name, emitter instanceof events);
log('without listeners', emitter.emit('x', 1), emitter.listenerCount('x'), emitter.eventNames());

emitter.on('newListener', (name, listener) => log('newListener', name, listener.name));
emitter.on('removeListener', (name, listener) => log('removeListener', name, listener.name));
function first(...args) {
  log('first', this === emitter, args);
}
const second = (...args) => log('second', args);
emitter.on('x', first).once('x', second).prependListener('x', function zeroth() {
  log('zeroth');
});
log(emitter.emit('x', 1, 'two', { three: 3 }), emitter.emit('x'));
log(emitter.eventNames(), emitter.listeners('x').map((listener) => listener.name), emitter.listenerCount('x', first));

emitter.prependOnceListener('y', second);
log(emitter.rawListeners('y'), emitter.listeners('y')[0] === second, emitter.rawListeners('y')[0].listener === second);
emitter.off('x', first).removeListener('y', second);
emitter.removeAllListeners('x').removeAllListeners();
log(emitter.eventNames(), emitter.emit('x'));

// A list that changes while it is walked.
const walked = new EventEmitter();
const late = () => log('late');
walked.on('go', () => {
  log('a');
  walked.on('go', late);
  walked.off('go', gone);
});
const gone = () => log('gone, but still called this time');
walked.on('go', gone);
walked.emit('go');
log('again');
walked.off('go', late);
walked.emit('go');
walked.on('once', () => walked.removeAllListeners('once'));
walked.once('once', () => log('was in the list'));
walked.emit('once');
log(walked.listenerCount('once'));

// The same function twice, symbols, numbers.
const twice = () => log('twice');
walked.on('t', twice).on('t', twice).emit('t');
log(walked.off('t', twice).listenerCount('t'));
const symbol = Symbol('s');
walked.on(symbol, () => log('symbol')).emit(symbol);
walked.on(5, () => log('five')).emit('5');
log(walked.eventNames());
log(walked);
log(new EventEmitter({ captureRejections: true }));
