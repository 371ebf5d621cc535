/** What may stand before the first element inside `<head>`; both tags may be left out of a page. */
const BEFORE_CONTENT = /^(?:\xEF\xBB\xBF|\s+|<!--[\s\S]*?-->|<!doctype[^>]*>|<html(?:\s[^>]*)?>|<head(?:\s[^>]*)?>)/i;

/** The beginning of one of those, cut off by the end of a piece. */
const UNFINISHED = /^(?:\xEF\xBB?$|<$|<!(?:-?$|--|d)|<h$|<ht$|<htm$|<html(?:$|\s)|<he$|<hea$|<head(?:$|\s))/i;

/** A page whose beginning is longer than this, in bytes, gets the markup where its reading has got to. */
const PREFIX_LIMIT = 16 * 1024;

/** Puts markup before everything else in a page's head, and passes the rest on as it comes. */
export class HeadInsertion {
  readonly #markup: Uint8Array;
  /** One character a byte; null once the markup is in. */
  #prefix: string | null = '';

  constructor(markup: string) {
    this.#markup = new TextEncoder().encode(markup);
  }

  push(bytes: Uint8Array): Uint8Array {
    if (this.#prefix === null) return bytes;
    const html = this.#prefix + latin1(bytes);
    const at = insertionPoint(html);
    this.#prefix = at === null ? html : null;
    return at === null ? new Uint8Array() : this.#with(html, at);
  }

  /** What was kept back, when the page ends here. */
  end(): Uint8Array {
    const html = this.#prefix;
    this.#prefix = null;
    return html === null ? new Uint8Array() : this.#with(html, html.length);
  }

  #with(html: string, at: number): Uint8Array {
    const page = new Uint8Array(html.length + this.#markup.length);
    page.set(bytesOf(html.slice(0, at)));
    page.set(this.#markup, at);
    page.set(bytesOf(html.slice(at)), at + this.#markup.length);
    return page;
  }
}

function insertionPoint(html: string): number | null {
  let at = 0;
  for (let match = BEFORE_CONTENT.exec(html); match; match = BEFORE_CONTENT.exec(html.slice(at))) at += match[0].length;
  const rest = html.slice(at);
  return html.length < PREFIX_LIMIT && (rest === '' || UNFINISHED.test(rest)) ? null : at;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
