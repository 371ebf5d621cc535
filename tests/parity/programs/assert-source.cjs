const assert = require('assert');
const { ok, AssertionError } = assert;

function attempt(run) {
  try {
    run();
    console.log('holds');
  } catch (error) {
    console.log(error instanceof AssertionError, error.message, error.generatedMessage, error.operator);
  }
}
attempt(() => assert(false));
attempt(() => assert.ok(typeof 123 === 'string'));
attempt(() => assert.equal(assert.ok('fine'), undefined));
attempt(() => ok(null));
attempt(() => assert.ok(0 ||
  false));
attempt(() => {
  const list = [1, 2]; assert(list.includes(3)); // a comment
});
attempt(() => assert['ok'](''));
attempt(() => assert.strict(undefined));
attempt(() => assert.ok(null, undefined));
console.log(typeof assert, assert.ok === assert, require('assert/strict') === assert.strict, require('node:assert') === assert);
try {
  assert.deepStrictEqual({ a: 1 }, { a: 2 });
} catch (error) {
  console.log(error.stack.split('\n')[0], String(error).split('\n')[0], Object.keys(error), error.toString === AssertionError.prototype.toString);
}
