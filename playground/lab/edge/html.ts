import type { IncomingHttpHeaders } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';

/** Whether a page is being loaded, as opposed to a script's `fetch`: only pages are changed or explained to. */
export function isNavigation(headers: IncomingHttpHeaders): boolean {
  const destination = headers['sec-fetch-dest'];
  if (typeof destination === 'string') return ['document', 'iframe', 'frame'].includes(destination);
  return headers.accept?.includes('text/html') ?? false;
}

export function isHtml(contentType: string | undefined): boolean {
  return contentType !== undefined && /^text\/html\b/i.test(contentType);
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
export class HeadInsertion extends Transform {
  readonly #markup: Buffer;
  #prefix: Buffer | null = Buffer.alloc(0);

  constructor(markup: string) {
    super();
    this.#markup = Buffer.from(markup);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.push(this.#prefix ? this.#insert(this.#prefix, chunk) : chunk);
    done();
  }

  #insert(before: Buffer, chunk: Buffer): Buffer {
    const prefix = Buffer.concat([before, chunk]);
    const at = insertionPoint(prefix.toString('latin1'));
    this.#prefix = at === null ? prefix : null;
    return at === null ? Buffer.alloc(0) : Buffer.concat([prefix.subarray(0, at), this.#markup, prefix.subarray(at)]);
  }

  override _flush(done: TransformCallback): void {
    if (this.#prefix) this.push(Buffer.concat([this.#prefix, this.#markup]));
    done();
  }
}

/** Inserts markup as the first thing in the head of a whole page. */
export function insertIntoHead(page: Buffer, markup: string): Buffer {
  const at = insertionPoint(page.toString('latin1')) ?? page.length;
  return Buffer.concat([page.subarray(0, at), Buffer.from(markup), page.subarray(at)]);
}
