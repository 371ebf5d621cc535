import library from 'punycode/punycode.es6.js';

/** Deprecated in Node, where it is a copy of this package. @see https://nodejs.org/api/punycode.html */
export default { ...library, version: '2.1.0' };
