import { Buffer } from '../buffer.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';
import { posix, win32 } from '../path.ts';
import { unescapeBuffer } from '../querystring.ts';

export interface FileUrlOptions {
  windows?: boolean;
}

function fileUrl(path: unknown): URL {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!(url instanceof URL)) throw invalidArgType('path', 'of type string or an instance of URL', path);
  if (url.protocol !== 'file:') {
    throw codedError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  }
  return url;
}

function invalidPath(url: URL, reason: string): Error {
  return Object.assign(codedError(TypeError, 'ERR_INVALID_FILE_URL_PATH', `File URL path ${reason}`), {
    input: url,
  });
}

/** Browsers do not agree here: one keeps `localhost`, one drops every name. The text tells. */
function hostOf(path: unknown, { hostname }: URL): string {
  const written = typeof path === 'string' ? /^file:\/\/([^/\\?#]*)/i.exec(path.trim())?.[1]?.toLowerCase() : undefined;
  const host = hostname || written || '';
  return host === 'localhost' ? '' : host;
}

/** The pathname with what it escapes still escaped, checked for this kind of system. */
function escapedPath(path: unknown, windows: boolean): string {
  const url = fileUrl(path);
  const { pathname } = url;
  const hostname = hostOf(path, url);
  if (windows) {
    if (/%(?:2f|5c)/i.test(pathname)) throw invalidPath(url, 'must not include encoded \\ or / characters');
    const path = pathname.replaceAll('/', '\\');
    if (hostname !== '') return `\\\\${hostname}${path}`;
    if (!/^\\[a-z]:/i.test(path)) throw invalidPath(url, 'must be absolute');
    return path.slice(1);
  }
  if (hostname !== '') {
    throw codedError(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  }
  if (/%2f/i.test(pathname)) throw invalidPath(url, 'must not include encoded / characters');
  return pathname;
}

/**
 * The path that a `file:` URL names.
 *
 * @see https://nodejs.org/api/url.html#urlfileurltopathurl-options
 */
export function fileURLToPath(path: unknown, options: FileUrlOptions = {}): string {
  return decodeURIComponent(escapedPath(path, options.windows === true));
}

/** The same as bytes: names need not be UTF-8. */
export function fileURLToPathBuffer(path: unknown, options: FileUrlOptions = {}): Buffer {
  return Buffer.from(unescapeBuffer(escapedPath(path, options.windows === true)));
}

const ESCAPES: Record<string, string> = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
  '[': '%5B',
  ']': '%5D',
  '^': '%5E',
  '|': '%7C',
  '~': '%7E',
};

/**
 * The `file:` URL of a path, with everything escaped that a URL would read as something else.
 *
 * @see https://nodejs.org/api/url.html#urlpathtofileurlpath-options
 */
export function pathToFileURL(path: unknown, options: FileUrlOptions = {}): URL {
  if (typeof path !== 'string') throw invalidArgType('path', 'of type string', path);
  const windows = options.windows === true;
  let resolved = windows ? win32.resolve(path) : posix.resolve(path);
  // Resolving loses a separator at the end, which tells a folder.
  if (windows) resolved = resolved.replaceAll('\\', '/');
  if ((windows ? /[\\/]$/ : /\/$/).test(path) && !resolved.endsWith('/')) resolved += '/';
  const escaped = resolved.replace(/[%\\\n\r\t?#[\]^|~]/g, (character) => ESCAPES[character] ?? character);
  return new URL(`file://${escaped.startsWith('/') ? '' : '/'}${escaped}`);
}
