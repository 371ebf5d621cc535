// What npm packages inside the built-ins find under this name.
module.exports = require('../builtins/net.ts').default;
