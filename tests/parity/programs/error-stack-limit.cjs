'use strict';
const frames = (error) => (String(error.stack).match(/^ {4}at /gm) ?? []).length;
const deep = (depth, make) => (depth === 0 ? make() : deep(depth - 1, make));

console.log(Error.stackTraceLimit, Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit'));
for (const limit of [10, 1, 3, 15, 30]) {
  Error.stackTraceLimit = limit;
  const error = deep(50, () => new Error('deep'));
  console.log(limit, frames(error), error.stack.split('\n')[0]);
  const caught = deep(50, () => {
    try {
      require('node:fs').readFileSync(null);
    } catch (thrown) {
      return thrown;
    }
  });
  console.log(caught.code, frames(caught) <= limit, Error.stackTraceLimit);
  const target = {};
  deep(50, () => Error.captureStackTrace(target));
  console.log(frames(target), Object.keys(target));
}
Error.stackTraceLimit = 10;
try {
  deep(5, () => Buffer.alloc('x'));
} catch (error) {
  // The frames of the program show, though the check lies deep inside.
  console.log(error.stack.includes(__filename), frames(error) > 4);
}
class Own extends Error {
  constructor(message) {
    super(message);
    Error.captureStackTrace?.(this, Own);
  }
}
function outer() {
  return inner();
}
function inner() {
  const target = {};
  Error.captureStackTrace(target, inner);
  return target.stack.split('\n')[1].trim().split(' ')[1];
}
console.log(outer());
console.log(new Own('x').stack.split('\n')[1].includes(__filename), new Own('x').stack.split('\n')[0]);
