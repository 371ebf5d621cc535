import { invalidCharacter, invalidHeaderValue, invalidToken } from './errors.ts';

export type HeaderValue = string | number | readonly string[];

/** The forms in which programs hand over many headers at once: an object, `[name, value, …]` or `[[name, value], …]`. */
export type HeadersInput =
  | Readonly<Record<string, HeaderValue | undefined>>
  | readonly HeaderValue[]
  | readonly (readonly [string, HeaderValue])[];

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** RFC 9110 §5.6.2. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** RFC 9110 §5.5: visible characters, blanks, tabs and obs-text. */
export function hasInvalidCharacter(value: unknown): boolean {
  return INVALID_VALUE.test(String(value));
}

/** @see https://nodejs.org/api/http.html#httpvalidateheadernamename-label */
export function validateHeaderName(name: unknown, label = 'Header name'): asserts name is string {
  if (typeof name !== 'string' || !isToken(name)) throw invalidToken(label, name);
}

/** @see https://nodejs.org/api/http.html#httpvalidateheadervaluename-value */
export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) throw invalidHeaderValue(value, name);
  if (hasInvalidCharacter(value)) throw invalidCharacter('header content', name);
}

interface Entry {
  readonly name: string;
  value: HeaderValue;
}

/** Headers to be sent: found by name in any case, written as they were set, in the order of their first setting. */
export class HeaderTable {
  readonly #entries = new Map<string, Entry>();

  set(name: string, value: HeaderValue): void {
    const key = name.toLowerCase();
    this.#entries.set(key, { name, value });
  }

  append(name: string, value: HeaderValue): void {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) {
      this.set(name, value);
      return;
    }
    entry.value = [...asList(entry.value), ...asList(value)];
  }

  get(name: string): HeaderValue | undefined {
    return this.#entries.get(name.toLowerCase())?.value;
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  delete(name: string): void {
    this.#entries.delete(name.toLowerCase());
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  rawNames(): string[] {
    return [...this.#entries.values()].map((entry) => entry.name);
  }

  toObject(): Record<string, HeaderValue> {
    const copy: Record<string, HeaderValue> = Object.create(null);
    for (const [key, { value }] of this.#entries) copy[key] = value;
    return copy;
  }

  *pairs(): Generator<readonly [string, HeaderValue]> {
    for (const { name, value } of this.#entries.values()) yield [name, value];
  }
}

export function asList(value: HeaderValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}

/** Names and values of any input form. Throws ERR_INVALID_ARG_VALUE through `invalid` for a flat list of odd length. */
export function* headerPairs(input: HeadersInput, invalid: () => Error): Generator<readonly [string, HeaderValue]> {
  if (!Array.isArray(input)) {
    for (const [name, value] of Object.entries(input)) yield [name, value as HeaderValue];
    return;
  }
  if (Array.isArray(input[0])) {
    for (const [name, value] of input as readonly (readonly [string, HeaderValue])[]) yield [name, value];
    return;
  }
  const flat = input as readonly HeaderValue[];
  if (flat.length % 2 !== 0) throw invalid();
  for (let i = 0; i < flat.length; i += 2) yield [flat[i] as string, flat[i + 1] as HeaderValue];
}
