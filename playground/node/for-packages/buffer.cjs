// What npm packages inside the built-ins find under this name.
module.exports = require('../builtins/buffer.ts').default;
