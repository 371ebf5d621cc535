/** Node's own stream code as a package; its modules have no types of their own. */
declare module 'readable-stream/lib/stream.js' {
  import stream = require('node:stream');
  export = stream;
}

declare module 'readable-stream/lib/ours/errors.js' {
  const errors: {
    codes: Record<string, (...args: never[]) => Error>;
    AbortError: new (message?: string, options?: ErrorOptions) => Error;
  };
  export default errors;
}
