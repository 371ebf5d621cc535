import { addAbortListener, getEventListeners, getMaxListeners, listenerCount, once, setMaxListeners } from 'node:events';

const target = new EventTarget();
const first = () => console.log('first');
const second = { handleEvent: (event) => console.log('second', event.type) };
target.addEventListener('x', first);
target.addEventListener('x', first);
target.addEventListener('x', second, { once: true });
console.log(getEventListeners(target, 'x').length, listenerCount(target, 'x'), getEventListeners(target, 'x')[0] === first, getEventListeners(target, 'none'));
target.dispatchEvent(new Event('x'));
console.log(getEventListeners(target, 'x').length);
target.removeEventListener('x', first);
console.log(getEventListeners(target, 'x').length, target.dispatchEvent(new Event('x')));

console.log(getMaxListeners(target));
setMaxListeners(3, target);
console.log(getMaxListeners(target));
setTimeout(() => target.dispatchEvent(new CustomEvent('later', { detail: 5 })), 1);
const [event] = await once(target, 'later');
console.log(event.detail, getEventListeners(target, 'later').length);

const controller = new AbortController();
const disposable = addAbortListener(controller.signal, (abort) => console.log('aborted', abort.type));
addAbortListener(controller.signal, () => console.log('disposed of: never'))[Symbol.dispose]();
console.log(getEventListeners(controller.signal, 'abort').length);
controller.abort();
disposable[Symbol.dispose]();
addAbortListener(controller.signal, () => console.log('already aborted'));
await null;
await null;
