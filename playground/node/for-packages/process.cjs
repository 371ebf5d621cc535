// What npm packages inside the built-ins find under this name. They are loaded before the process object is made.
exports.env = {};
exports.nextTick = (callback, ...args) => globalThis.process.nextTick(callback, ...args);
exports.emitWarning = (...args) => globalThis.process.emitWarning(...args);
