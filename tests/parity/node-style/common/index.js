'use strict';
// What programs in the style of Node's own tests lean on: calls that must happen, or must not, are counted at exit.
const assert = require('node:assert');

const expected = [];

process.on('exit', (code) => {
  if (code !== 0) return;
  const missed = expected.filter(({ isMet }) => !isMet());
  for (const { describe } of missed) console.log(`Mismatched call: ${describe()}`);
  if (missed.length > 0) process.exit(1);
});

function count(callback, wanted, isMet, word) {
  if (typeof callback === 'number') return count(undefined, callback, isMet, word);
  let actual = 0;
  const name = callback?.name || 'a callback';
  expected.push({
    isMet: () => isMet(actual, wanted),
    describe: () => `${name} was called ${actual} times, ${word} ${wanted} expected`,
  });
  return function counted(...args) {
    actual++;
    return callback?.apply(this, args);
  };
}

/** A function that must be called `times` times by the end. */
exports.mustCall = (callback, times = 1) => count(callback, times, (actual, wanted) => actual === wanted, 'exactly');

/** A function that must be called at least `times` times. */
exports.mustCallAtLeast = (callback, times = 1) =>
  count(callback, times, (actual, wanted) => actual >= wanted, 'at least');

/** A callback whose first argument, the error, must be absent. */
exports.mustSucceed = (callback, times) =>
  exports.mustCall((error, ...args) => {
    assert.ifError(error);
    return callback?.(...args);
  }, times);

/** A function that must never be called. */
exports.mustNotCall = (message = 'this must not be called') =>
  function mustNotCall(...args) {
    assert.fail(args.length > 0 ? `${message}, with ${args.map(String)}` : message);
  };

/** A listener that checks an error's fields, once. */
exports.expectsError = (fields, times = 1) =>
  exports.mustCall((error) => {
    for (const [name, value] of Object.entries(fields)) {
      if (value instanceof RegExp) assert.match(error[name], value);
      else assert.strictEqual(error[name], value);
    }
  }, times);

/** A time limit for a busy computer, in milliseconds. */
exports.platformTimeout = (milliseconds) => milliseconds;

exports.localhostIPv4 = '127.0.0.1';
exports.isWindows = false;
exports.hasIPv6 = true;
