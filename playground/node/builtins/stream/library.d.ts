/** Node's own stream code as a package; its modules have no types of their own. */
declare module 'readable-stream/lib/stream.js' {
  import stream = require('node:stream');
  export = stream;
}

declare module 'buffer/index.js' {
  export const Buffer: typeof import('node:buffer').Buffer;
}
