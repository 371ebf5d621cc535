import type { HeaderList } from './http1/header-list.ts';

/** Whether a page is being loaded, as opposed to a script's `fetch`: only pages are changed or explained to. */
export function isNavigation(headers: HeaderList): boolean {
  const destination = headers.get('sec-fetch-dest');
  if (destination !== null) return ['document', 'iframe', 'frame'].includes(destination);
  return headers.get('accept')?.includes('text/html') ?? false;
}

export function isHtml(contentType: string | null): boolean {
  return contentType !== null && /^text\/html\b/i.test(contentType);
}

/** What may stand before the first element inside `<head>`; both tags may be left out of a page. */
const BEFORE_CONTENT = /^(?:\xEF\xBB\xBF|\s+|<!--[\s\S]*?-->|<!doctype[^>]*>|<html(?:\s[^>]*)?>|<head(?:\s[^>]*)?>)/i;

/** The beginning of one of those, cut off by the end of a chunk. */
const UNFINISHED = /^(?:\xEF\xBB?$|<$|<!(?:-?$|--|d)|<h$|<ht$|<htm$|<html(?:$|\s)|<he$|<hea$|<head(?:$|\s))/i;

const PREFIX_LIMIT = 16 * 1024;

/** Where to insert into `html` (one character per byte), or null when the next bytes must be seen first. */
function insertionPoint(html: string): number | null {
  let at = 0;
  for (let match = BEFORE_CONTENT.exec(html); match; match = BEFORE_CONTENT.exec(html.slice(at))) at += match[0].length;
  const rest = html.slice(at);
  return html.length < PREFIX_LIMIT && (rest === '' || UNFINISHED.test(rest)) ? null : at;
}

/** Inserts markup as the first thing in a page's head, and passes the rest on as it comes. */
export class HeadInsertion {
  readonly #markup: Buffer;
  #prefix: Buffer | null = Buffer.alloc(0);

  constructor(markup: string) {
    this.#markup = Buffer.from(markup);
  }

  /** What can be passed on now: nothing while the place is not known. */
  push(chunk: Buffer): Buffer {
    if (!this.#prefix) return chunk;
    const prefix = Buffer.concat([this.#prefix, chunk]);
    const at = insertionPoint(prefix.toString('latin1'));
    this.#prefix = at === null ? prefix : null;
    return at === null ? Buffer.alloc(0) : Buffer.concat([prefix.subarray(0, at), this.#markup, prefix.subarray(at)]);
  }

  /** What is left at the page's end. */
  finish(): Buffer {
    const rest = this.#prefix ? Buffer.concat([this.#prefix, this.#markup]) : Buffer.alloc(0);
    this.#prefix = null;
    return rest;
  }
}

/** Inserts markup as the first thing in the head of a whole page. */
export function insertIntoHead(page: Buffer, markup: string): Buffer {
  const at = insertionPoint(page.toString('latin1')) ?? page.length;
  return Buffer.concat([page.subarray(0, at), Buffer.from(markup), page.subarray(at)]);
}
