import { invalidArgType } from '../net/coded-error.ts';
import { Stream } from '../stream.ts';
import { headersSent, invalidCharacter, invalidHeaderValue } from './errors.ts';
import { HeaderTable, type HeaderValue, hasInvalidCharacter, validateHeaderName } from './headers.ts';

/** The header methods that a request and a response share. @see https://nodejs.org/api/http.html#class-httpoutgoingmessage */
export class OutgoingHeaders extends Stream {
  sendDate = false;
  /** The head as it goes on the wire; null until it was rendered. */
  _header: string | null = null;
  _removedConnection = false;
  _removedContLen = false;
  _removedTE = false;
  /** Null until a first header was set. */
  _table: HeaderTable | null = null;

  get headersSent(): boolean {
    return this._header !== null;
  }

  setHeader(name: string, value: HeaderValue): this {
    this.#check('set', name, value);
    this._table ??= new HeaderTable();
    this._table.set(name, value);
    return this;
  }

  appendHeader(name: string, value: HeaderValue): this {
    this.#check('append', name, value);
    this._table ??= new HeaderTable();
    this._table.append(name, value);
    return this;
  }

  setHeaders(headers: Headers | Map<string, HeaderValue>): this {
    if (this._header !== null) throw headersSent('set');
    if (typeof headers?.get !== 'function' || typeof headers.keys !== 'function') {
      throw invalidArgType('headers', 'an instance of Headers or Map', headers);
    }
    const cookies: string[] = [];
    for (const [name, value] of headers as Iterable<[string, HeaderValue]>) {
      if (name === 'set-cookie') cookies.push(...(Array.isArray(value) ? value : [String(value)]));
      else this.setHeader(name, value);
    }
    if (cookies.length > 0) this.setHeader('set-cookie', cookies);
    return this;
  }

  getHeader(name: string): HeaderValue | undefined {
    checkName(name);
    return this._table?.get(name);
  }

  getHeaderNames(): string[] {
    return this._table?.names() ?? [];
  }

  getRawHeaderNames(): string[] {
    return this._table?.rawNames() ?? [];
  }

  getHeaders(): Record<string, HeaderValue> {
    return this._table?.toObject() ?? Object.create(null);
  }

  hasHeader(name: string): boolean {
    checkName(name);
    return this._table?.has(name) ?? false;
  }

  removeHeader(name: string): void {
    checkName(name);
    if (this._header !== null) throw headersSent('remove');
    const key = name.toLowerCase();
    if (key === 'connection') this._removedConnection = true;
    else if (key === 'content-length') this._removedContLen = true;
    else if (key === 'transfer-encoding') this._removedTE = true;
    else if (key === 'date') this.sendDate = false;
    this._table?.delete(name);
  }

  #check(verb: string, name: string, value: unknown): void {
    if (this._header !== null) throw headersSent(verb);
    validateHeaderName(name);
    if (value === undefined) throw invalidHeaderValue(value, name);
    if (hasInvalidCharacter(value)) throw invalidCharacter('header content', name);
  }
}

function checkName(name: unknown): void {
  if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
}
