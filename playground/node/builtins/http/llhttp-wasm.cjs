// Its exports are 54,000 bytes: `import` would make a property of each, at the start of every process.
exports.load = () => require('undici/lib/llhttp/llhttp-wasm.js');
