import * as posixFunctions from './path/posix-functions.ts';
import * as win32Functions from './path/win32-functions.ts';

/** In the order in which Node lists them. */
function members(functions: typeof posixFunctions | typeof win32Functions) {
  const { resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename } = functions;
  const { extname, format, parse, matchesGlob, sep, delimiter } = functions;
  const first = { resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename, extname };
  return { ...first, format, parse, matchesGlob, sep, delimiter };
}

type Members = ReturnType<typeof members>;

/** `path`, with the functions of both kinds of system: `path.posix.win32` is `path.win32`. */
export interface Path extends Members {
  readonly win32: Path;
  readonly posix: Path;
  readonly _makeLong: Members['toNamespacedPath'];
}

function link(own: Members, both: { readonly win32: () => Path; readonly posix: () => Path }): Path {
  return Object.defineProperties(own, {
    win32: { get: both.win32, enumerable: true, configurable: true },
    posix: { get: both.posix, enumerable: true, configurable: true },
    _makeLong: { value: own.toNamespacedPath, writable: true, enumerable: true, configurable: true },
  }) as Path;
}

const both = { win32: (): Path => win32, posix: (): Path => posix };

/** @see https://nodejs.org/api/path.html#pathwin32 */
export const win32: Path = link(members(win32Functions), both);
/** @see https://nodejs.org/api/path.html#pathposix */
export const posix: Path = link(members(posixFunctions), both);

export const {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format,
  parse,
  matchesGlob,
  sep,
  delimiter,
  _makeLong,
} = posix;

export default posix;
