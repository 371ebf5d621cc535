import path from '../path.ts';

export default path.posix;
