/** Node's legacy parser as a package; it has no types of its own. */
declare module 'url/url.js' {
  export class Url {
    protocol: string | null;
    slashes: boolean | null;
    auth: string | null;
    host: string | null;
    port: string | number | null;
    hostname: string | null;
    hash: string | null;
    search: string | null;
    query: unknown;
    pathname: string | null;
    path: string | null;
    href: string;
    parse(url: string, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url;
    format(): string;
    resolve(relative: string): string;
    resolveObject(relative: string | Url): Url;
  }
}
