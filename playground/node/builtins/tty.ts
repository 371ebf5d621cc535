import { missingExports } from './unsupported/stand-in.ts';

/** Nothing is a terminal: the standard streams are pipes. @see https://nodejs.org/api/tty.html#ttyisattyfd */
export const isatty = (_fd: number): boolean => false;

const own = { isatty };

export default { ...own, ...missingExports('tty', own) };
