import util, { aborted, callbackify, debuglog, deprecate, inherits, promisify } from 'node:util';
import { EventEmitter } from 'node:events';

const attempt = async (label, run) => {
  try {
    console.log(label, await run());
  } catch (error) {
    console.log(label, '|', error instanceof Error ? `${error.name} ${error.code} ${error.message}` : error);
  }
};
const api = {
  base: 10,
  add(value, done) {
    setTimeout(() => done(null, this.base + value, 'ignored'), 1);
  },
  fail(done) {
    done(new TypeError('failed'));
  },
};
await attempt('method', () => promisify(api.add).call(api, 5));
await attempt('error', () => promisify(api.fail)());
await attempt('falsy error', () => promisify((done) => done(0, 'value'))());
await attempt('throws', () => promisify(() => { throw new RangeError('at once'); })());
await attempt('not a function', () => promisify('x'));
const special = Object.assign((done) => done(), { [promisify.custom]: async () => 'custom', extra: 1 });
await attempt('custom', () => promisify(special)());
await attempt('bad custom', () => promisify(Object.assign(() => {}, { [promisify.custom]: 5 })));
console.log(promisify(special) === promisify(special), promisify.custom, promisify(Object.assign((done) => done(), { extra: 1 })).extra, promisify(api.add).name);
await attempt('timer', () => promisify(setTimeout)(1, 'timer value'));

const back = callbackify(async (value) => {
  if (value === 'bad') throw new Error('rejected');
  if (value === 'null') throw null;
  return value;
});
for (const value of ['good', 'bad', 'null']) await new Promise((resolve) => back(value, (error, result) => {
  console.log('callbackify', error && `${error.code} ${error.message} ${error.reason}`, result);
  resolve();
}));
await attempt('no callback', () => back('x'));
await attempt('callbackify 1', () => callbackify(1));
console.log(callbackify(async function named(a, b) {}).name, callbackify(async function named(a, b) {}).length);

process.on('warning', (warning) => console.log('warning', warning.name, warning.code, warning.message));
const old = deprecate(function old(a, b) {
  return [this === api, new.target !== undefined, a, b];
}, 'old() goes away', 'DEP_OLD');
console.log(old.call(api, 1, 2), old(3), old.name, old.length);
deprecate(() => {}, 'same code', 'DEP_OLD')();
deprecate(() => {}, 'no code')();
class Gone {}
const OldClass = deprecate(Gone, 'class goes');
console.log(new OldClass() instanceof Gone);
await attempt('bad code', () => deprecate(() => {}, 'x', 5));

function Child() {
  EventEmitter.call(this);
}
inherits(Child, EventEmitter);
console.log(new Child() instanceof EventEmitter, Child.super_ === EventEmitter, Object.keys(Child));
for (const args of [[], [Child], [Child, null], [null, EventEmitter], [Child, () => {}]]) await attempt('inherits', () => inherits(...args));

const log = debuglog('nobody');
log('never seen %d', 1);
console.log(log.enabled, typeof util.debug, util.debug === debuglog);

const controller = new AbortController();
const resource = {};
const gone = aborted(controller.signal, resource);
controller.abort();
console.log('aborted', (await gone)?.type);
await attempt('already', () => aborted(AbortSignal.abort(), resource));
await attempt('aborted bad', () => aborted({}, resource));
await attempt('aborted no resource', () => aborted(controller.signal));
for (const number of [-2, -111, -98, -3008, -99999]) console.log(util.getSystemErrorName(number), util.getSystemErrorMessage(number));
for (const number of [2, '2', 1.5]) await attempt('error name', () => util.getSystemErrorName(number));
console.log(util.getSystemErrorMap().get(-13), util.types === (await import('node:util/types')).default);
