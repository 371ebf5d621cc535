const EventEmitter = require('events');
const util = require('util');

console.log(typeof EventEmitter, require('node:events') === EventEmitter, EventEmitter.EventEmitter === EventEmitter);
console.log(Object.keys(EventEmitter));

function Old(name) {
  EventEmitter.call(this);
  this.name = name;
}
util.inherits(Old, EventEmitter);
Old.prototype.hello = function () {
  this.emit('hello', this.name);
  return this;
};
const old = new Old('old').on('hello', (name) => console.log('hello', name)).hello();
console.log(old instanceof EventEmitter, Old.super_ === EventEmitter, old);

// Two objects never share listeners, whether or not their constructor was called.
function Forgetful() {}
Forgetful.prototype = Object.create(EventEmitter.prototype);
const [one, two] = [new Forgetful(), new Forgetful()];
one.on('x', () => console.log('one'));
console.log(one.emit('x'), two.emit('x'), two.listenerCount('x'));

// Mixed into another object, as express does.
const app = function () {};
Object.assign(app, EventEmitter.prototype);
EventEmitter.init?.call(app);
app.on('mount', (where) => console.log('mount', where));
app.emit('mount', '/');

class Modern extends EventEmitter {
  #count = 0;
  on(name, listener) {
    this.#count += 1;
    return super.on(name, listener);
  }
  get count() {
    return this.#count;
  }
}
const modern = new Modern();
modern.once('a', () => {}).on('b', () => {}).addListener('c', () => {});
console.log(modern.count, modern.eventNames());

EventEmitter.defaultMaxListeners = 3;
console.log(new EventEmitter().getMaxListeners(), EventEmitter.defaultMaxListeners, require('events').defaultMaxListeners);
EventEmitter.defaultMaxListeners = 10;
console.log(EventEmitter.usingDomains, EventEmitter.errorMonitor, EventEmitter.captureRejectionSymbol);
console.log(EventEmitter.prototype.on === EventEmitter.prototype.addListener, EventEmitter.prototype.off.name);
console.log(Object.keys(EventEmitter.prototype));
try {
  EventEmitter.prototype.on.call({}, 'x', () => {});
  const bare = {};
  EventEmitter.prototype.on.call(bare, 'x', () => console.log('on a bare object'));
  EventEmitter.prototype.emit.call(bare, 'x');
} catch (error) {
  console.log(error.message);
}
