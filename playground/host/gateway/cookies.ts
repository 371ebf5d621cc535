import { CookieJar } from 'tough-cookie';
import { Buffer } from '#node/builtins/buffer.ts';
import type { ReadableCookies } from '../gateway-protocol.ts';

/** Everything on the machine is one site, so no cookie's `SameSite` keeps it back. */
const SAME_SITE = { sameSiteContext: 'strict' } as const;

/**
 * The cookies of a machine's previews. Its ports share them, as ports of one host do in browsers.
 * Values are bytes, one character each, as in headers; scripts see them as UTF-8.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.5
 */
export class Cookies {
  // Public suffixes are no concern of a jar that only knows localhost.
  readonly #jar = new CookieJar(undefined, { rejectPublicSuffixes: false, looseMode: true, prefixSecurity: 'strict' });

  /** Called after each change. */
  onChange: () => void = () => {};

  /** The `Cookie` header of a request; empty for none. */
  header(path: string): string {
    return this.#jar.getCookieStringSync(urlOf(path), SAME_SITE);
  }

  /** Takes one `Set-Cookie` header of an answer; one that browsers refuse is dropped, as they do. */
  store(header: string, path: string): void {
    this.#set(header, path, true);
  }

  /** What `document.cookie` gives, and the names of those that it keeps back. */
  read(path: string): Omit<ReadableCookies, 'count'> {
    const cookies = this.#jar.getCookiesSync(urlOf(path), SAME_SITE);
    const text = this.#jar.getCookieStringSync(urlOf(path), { ...SAME_SITE, http: false });
    return {
      cookie: Buffer.from(text, 'latin1').toString(),
      hidden: cookies.filter(({ httpOnly }) => httpOnly).map(({ key }) => key),
    };
  }

  /** What setting `document.cookie` does. */
  write(text: string, path: string): void {
    this.#set(Buffer.from(text).toString('latin1'), path, false);
  }

  #set(text: string, path: string, http: boolean): void {
    this.#jar.setCookieSync(text, urlOf(path), { ...SAME_SITE, http, ignoreError: true });
    this.onChange();
  }
}

function urlOf(path: string): string {
  return `http://localhost${path.startsWith('/') ? path : '/'}`;
}
