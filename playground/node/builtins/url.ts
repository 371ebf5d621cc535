import { invalidArgType } from './net/coded-error.ts';
import { domainToASCII, domainToUnicode } from './url/domain.ts';
import { fileURLToPath, fileURLToPathBuffer, pathToFileURL } from './url/file-url.ts';
import { formatLegacy, parse, resolve, resolveObject, Url } from './url/legacy.ts';
import { URL } from './url/whatwg.ts';

const { URLSearchParams } = globalThis;
const URLPattern: unknown = Reflect.get(globalThis, 'URLPattern');

interface FormatOptions {
  auth?: boolean;
  fragment?: boolean;
  search?: boolean;
  unicode?: boolean;
}

/**
 * The text of a URL, of either kind; the options are for a `URL`.
 *
 * @see https://nodejs.org/api/url.html#urlformaturl-options
 */
export function format(url: unknown, options?: FormatOptions): string {
  if (!(url instanceof URL)) return formatLegacy(url);
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw invalidArgType('options', 'of type object', options);
  }
  const { auth = true, fragment = true, search = true, unicode = false } = options ?? {};
  const shown = new URL(url.href);
  if (!auth) {
    shown.username = '';
    shown.password = '';
  }
  if (!fragment) shown.hash = '';
  if (!search) shown.search = '';
  const { href, hostname } = shown;
  return unicode && hostname !== '' ? href.replace(hostname, domainToUnicode(hostname)) : href;
}

/**
 * What `http.request` takes, for a `URL`.
 *
 * @see https://nodejs.org/api/url.html#urlurltohttpoptionsurl
 */
export function urlToHttpOptions(url: unknown): object {
  if (typeof url !== 'object' || url === null) throw invalidArgType('url', 'of type object', url);
  const { hostname, pathname, port, username, password, hash, search, protocol, href } = url as URL;
  const options: Record<string, unknown> & { port?: number; auth?: string } = Object.assign(Object.create(null), url, {
    protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href,
  });
  if (port) options.port = Number(port);
  if (username || password) {
    options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  }
  return options;
}

export {
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  parse,
  pathToFileURL,
  resolve,
  resolveObject,
  URL,
  URLPattern,
  URLSearchParams,
  Url,
};

export default {
  Url,
  parse,
  resolve,
  resolveObject,
  format,
  URL,
  URLPattern,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};
