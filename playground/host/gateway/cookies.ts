import { CookieJar } from 'tough-cookie';
import { Buffer } from '#node/builtins/buffer.ts';

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

  /** The `Cookie` header of a request; empty for none. */
  header(path: string): string {
    return this.#jar.getCookieStringSync(urlOf(path), SAME_SITE);
  }

  /** Takes one `Set-Cookie` header of an answer; one that browsers refuse is dropped, as they do. */
  store(header: string, path: string): void {
    this.#set(header, path, true);
  }

  /** What `document.cookie` gives. */
  read(path: string): string {
    const text = this.#jar.getCookieStringSync(urlOf(path), { ...SAME_SITE, http: false });
    return Buffer.from(text, 'latin1').toString();
  }

  /** What setting `document.cookie` does. */
  write(text: string, path: string): void {
    this.#set(Buffer.from(text).toString('latin1'), path, false);
  }

  #set(text: string, path: string, http: boolean): void {
    this.#jar.setCookieSync(text, urlOf(path), { ...SAME_SITE, http, ignoreError: true });
  }
}

function urlOf(path: string): string {
  return `http://localhost${path.startsWith('/') ? path : '/'}`;
}
