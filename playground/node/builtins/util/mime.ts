import { codedError } from '../net/coded-error.ts';

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTABLE = /[^\t\u0020-~\u0080-\u00FF]/;
const PARAMETER = /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.)*)"?[^;]*|([^;]*)))?/g;

function invalid(part: string, text: string, at: number): Error {
  const where = at >= 0 ? ` at ${at}` : '';
  return codedError(
    TypeError,
    'ERR_INVALID_MIME_SYNTAX',
    `The MIME syntax for a ${part} in "${text}" is invalid${where}`,
  );
}

/** A type or a subtype, in lower case. */
function token(part: string, text: string, whole: string): string {
  const at = text.search(NOT_TOKEN);
  if (text === '' || at >= 0) throw invalid(part, whole, at);
  return text.toLowerCase();
}

/** @see https://nodejs.org/api/util.html#class-utilmimeparams */
export class MIMEParams {
  readonly #values = new Map<string, string>();

  delete(name: unknown): void {
    this.#values.delete(String(name));
  }

  get(name: unknown): string | null {
    return this.#values.get(String(name)) ?? null;
  }

  has(name: unknown): boolean {
    return this.#values.has(String(name));
  }

  set(name: unknown, value: unknown): void {
    const [key, text] = [String(name), String(value)];
    const at = key.search(NOT_TOKEN);
    if (key === '' || at >= 0) throw invalid('parameter name', key, at);
    const bad = text.search(NOT_QUOTABLE);
    if (bad >= 0) throw invalid('parameter value', text, bad);
    this.#values.set(key, text);
  }

  entries(): MapIterator<[string, string]> {
    return this.#values.entries();
  }

  keys(): MapIterator<string> {
    return this.#values.keys();
  }

  values(): MapIterator<string> {
    return this.#values.values();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#values.entries();
  }

  toString(): string {
    return Array.from(this.#values, ([name, value]) => {
      const plain = value !== '' && !NOT_TOKEN.test(value);
      return `${name}=${plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
    }).join(';');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** @see https://nodejs.org/api/util.html#class-utilmimetype */
export class MIMEType {
  #type: string;
  #subtype: string;
  readonly #parameters = new MIMEParams();

  constructor(input: unknown) {
    const text = String(input).trim();
    const slash = text.indexOf('/');
    this.#type = token('type', slash < 0 ? text : text.slice(0, slash), slash < 0 ? text : text);
    if (slash < 0) throw invalid('type', text, -1);
    const semicolon = text.indexOf(';', slash);
    this.#subtype = token('subtype', text.slice(slash + 1, semicolon < 0 ? undefined : semicolon).trimEnd(), text);
    if (semicolon < 0) return;
    for (const [, name = '', quoted, plain] of text.slice(semicolon).matchAll(PARAMETER)) {
      const key = name.toLowerCase();
      const value = quoted?.replace(/\\(.)/g, '$1') ?? plain?.trimEnd() ?? '';
      const usable = key !== '' && !NOT_TOKEN.test(key) && !NOT_QUOTABLE.test(value);
      if (usable && (quoted !== undefined || value !== '') && !this.#parameters.has(key)) {
        this.#parameters.set(key, value);
      }
    }
  }

  get type(): string {
    return this.#type;
  }

  set type(value: unknown) {
    this.#type = token('type', String(value), String(value));
  }

  get subtype(): string {
    return this.#subtype;
  }

  set subtype(value: unknown) {
    this.#subtype = token('subtype', String(value), String(value));
  }

  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }

  get params(): MIMEParams {
    return this.#parameters;
  }

  toString(): string {
    const parameters = this.#parameters.toString();
    return parameters === '' ? this.essence : `${this.essence};${parameters}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
