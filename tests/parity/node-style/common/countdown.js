'use strict';
const assert = require('node:assert');
const { mustCall } = require('.');

/** Calls back once `dec` was called so often. */
module.exports = class Countdown {
  #left;
  #done;

  constructor(limit, callback) {
    assert.strictEqual(typeof limit, 'number');
    this.#left = limit;
    this.#done = mustCall(callback);
  }

  dec() {
    assert.ok(this.#left > 0, 'Countdown went below 0');
    if (--this.#left === 0) this.#done();
    return this.#left;
  }

  get remaining() {
    return this.#left;
  }
};
