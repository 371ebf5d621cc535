import { Url } from 'url/url.js';
import { invalidArgType } from '../net/coded-error.ts';
import querystring from '../querystring.ts';
import { calledFromPackage } from '../util/caller.ts';
import { invalidLegacyUrl } from './errors.ts';

const SLASHED = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const USER_AT_HOST = /^\/\/[^@/]+@[^@/]+/;
const OPEN_BRACKET = /^[a-z][a-z0-9.+-]*:\/\/(?:[^/?#]*@)?\[[^\]/?#]*(?:[/?#]|$)/i;

const { parse: parseWithLibrary } = Url.prototype;

/** Parses into the object itself, and corrects where the library is not Node. */
function parseInto(this: Url, url: string, parseQueryString = false, slashesDenoteHost = false): Url {
  if (typeof url !== 'string') throw invalidArgType('url', 'of type string', url);
  if (OPEN_BRACKET.test(url.trim())) throw invalidLegacyUrl(url);
  parseWithLibrary.call(this, url, false, slashesDenoteHost || USER_AT_HOST.test(url.trim()));
  if (parseQueryString) this.query = querystring.parse(this.query ?? '');
  return this;
}

/** @see https://nodejs.org/api/url.html#urlformaturlobject */
function formatUrl(this: Partial<Url>): string {
  const { host, hostname, port, query, slashes } = this;
  const auth = this.auth ? `${encodeURIComponent(this.auth).replaceAll('%3A', ':')}@` : '';
  let protocol = this.protocol ?? '';
  if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
  let authority = '';
  if (host) authority = auth + host;
  else if (hostname) {
    authority = auth + (hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname);
    if (port) authority += `:${port}`;
  }
  let pathname = (this.pathname ?? '').replaceAll('#', '%23').replaceAll('?', '%3F');
  if (slashes || SLASHED.has(protocol)) {
    if (slashes || authority !== '') {
      if (pathname !== '' && !pathname.startsWith('/')) pathname = `/${pathname}`;
      authority = `//${authority}`;
    } else if (protocol === 'file:') authority = '//';
  }
  const fields = typeof query === 'object' && query !== null ? querystring.stringify(query) : '';
  const search = (this.search || fields).replaceAll('#', '%23');
  const hash = this.hash ?? '';
  const prefixed = (mark: string, text: string) => (text === '' || text.startsWith(mark) ? text : mark + text);
  return protocol + authority + pathname + prefixed('?', search) + prefixed('#', hash);
}

Object.assign(Url.prototype, { parse: parseInto, format: formatUrl });

export { Url };

/** @see https://nodejs.org/api/url.html#urlparseurlstring-parsequerystring-slashesdenotehost */
export function parse(url: unknown, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url {
  if (url instanceof Url) return url;
  warnOfParse();
  return new Url().parse(String(checked(url)), parseQueryString, slashesDenoteHost);
}

let warned = false;

function warnOfParse(): void {
  if (warned || calledFromPackage()) return;
  warned = true;
  process.emitWarning(
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
      'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.',
    'DeprecationWarning',
    'DEP0169',
  );
}

function checked(url: unknown): unknown {
  if (typeof url !== 'string') throw invalidArgType('url', 'of type string', url);
  return url;
}

/** The text of a legacy URL object, or of a text as it is parsed. */
export function formatLegacy(url: unknown): string {
  if (typeof url === 'string') return parse(url).format();
  if (typeof url !== 'object' || url === null) throw invalidArgType('urlObject', 'one of type object or string', url);
  return url instanceof Url ? url.format() : formatUrl.call(url);
}

/** @see https://nodejs.org/api/url.html#urlresolvefrom-to */
export function resolve(from: unknown, to: unknown): string {
  return parse(from, false, true).resolve(String(checked(to)));
}

export function resolveObject(from: unknown, to: string): Url | string {
  return from ? parse(from, false, true).resolveObject(to) : to;
}
