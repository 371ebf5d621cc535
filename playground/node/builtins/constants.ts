import { missingExports } from './unsupported/stand-in.ts';

/** The constants of `os`, `fs` and `crypto` together, for old programs. */
export default missingExports('constants');
